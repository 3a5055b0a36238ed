package dev.roost.platform.webhook;

import dev.roost.outbound.IpAddress;
import dev.roost.outbound.WayOut;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A name that leads to 127.0.0.2, which stands for the internet and is allowed, or to 127.0.0.3,
 * which stands for the inner network, on the same port.
 */
final class TestingInternet {
  private final AtomicReference<String> address = new AtomicReference<>("127.0.0.2");
  private final TestingReceiver outside;
  private final TestingReceiver inside;
  private final WayOut out;

  private TestingInternet(Vertx vertx) {
    outside = at(vertx, "127.0.0.2", 0);
    inside = at(vertx, "127.0.0.3", outside.port());
    out =
        Ways.allowing(
            vertx,
            "127.0.0.2",
            name -> Future.succeededFuture(List.of(IpAddress.parse(address.get()).orElseThrow())));
  }

  static TestingInternet start(Vertx vertx) {
    return new TestingInternet(vertx);
  }

  private static TestingReceiver at(Vertx vertx, String host, int port) {
    return TestingReceiver.start(vertx, new HttpServerOptions().setHost(host).setPort(port));
  }

  /** Where the name leads from now on. */
  void leads(String where) {
    address.set(where);
  }

  String url() {
    return "http://hooks.example:" + outside.port() + "/hook";
  }

  WayOut out() {
    return out;
  }

  TestingReceiver outside() {
    return outside;
  }

  TestingReceiver inside() {
    return inside;
  }
}
