package dev.roost.outbound;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A web server on one address of this machine that counts who comes. */
final class TestingPeer {
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> hosts = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private TestingPeer(Vertx vertx, Consumer<HttpServerRequest> answer) {
    server =
        vertx
            .createHttpServer()
            .connectionHandler(connection -> connections.incrementAndGet())
            .requestHandler(
                request -> {
                  hosts.add(request.getHeader("Host"));
                  answer.accept(request);
                });
  }

  static TestingPeer start(Vertx vertx, String address, int port) {
    return start(vertx, address, port, request -> request.response().end("here"));
  }

  static TestingPeer start(
      Vertx vertx, String address, int port, Consumer<HttpServerRequest> answer) {
    TestingPeer peer = new TestingPeer(vertx, answer);
    Outcomes.get(peer.server.listen(port, address));
    return peer;
  }

  int port() {
    return server.actualPort();
  }

  int connections() {
    return connections.get();
  }

  int requests() {
    return hosts.size();
  }

  /** The Host headers that came. */
  List<String> hosts() {
    return hosts;
  }
}
