package dev.roost.platform.auth.oauth2;

import dev.roost.outbound.AddressRange;
import dev.roost.outbound.DnsLookup;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.outbound.WayOut;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider: a real HTTP server on loopback whose pages a test can change. */
public final class TestingProvider implements AutoCloseable {
  /** Where its keys are. */
  public static final String KEYS = "/keys";

  /** Where it looks into tokens. */
  public static final String INTROSPECTION = "/introspect";

  /** Where OpenID Connect Discovery looks. */
  public static final String OPENID = "/.well-known/openid-configuration";

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Handler<HttpServerRequest>> pages = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private int port;
  private HttpServer server;

  /** One with metadata and the keys of {@link TestingTokens}. */
  public TestingProvider() {
    start();
    page(
        OPENID,
        new JsonObject()
            .put("issuer", issuer())
            .put("jwks_uri", url(KEYS))
            .put("introspection_endpoint", url(INTROSPECTION)));
    page(KEYS, TestingTokens.published());
  }

  /** A way out that leads to it. */
  public static WayOut wayOut(Vertx vertx) {
    OutboundConfig config = new OutboundConfig(true, List.of(AddressRange.parse("127.0.0.0/8")));
    return new GuardedWayOut(
        new OutboundGuard(vertx, config, DnsLookup.ofSystem(), OwnListeners.none()),
        HttpConnector.create(vertx));
  }

  /** Answers from now on, at the port of before. */
  public void start() {
    server = await(vertx.createHttpServer().requestHandler(this::answer).listen(port, "127.0.0.1"));
    port = server.actualPort();
  }

  /** Answers nobody any more. */
  public void stop() {
    await(server.close());
  }

  /** The result, or the failure itself. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no result in time", e);
    }
  }

  private void answer(HttpServerRequest request) {
    counts.computeIfAbsent(request.path(), path -> new AtomicInteger()).incrementAndGet();
    Handler<HttpServerRequest> page = pages.get(request.path());
    if (page == null) {
      request.response().setStatusCode(404).end();
    } else {
      page.handle(request);
    }
  }

  /** Its name. */
  public String issuer() {
    return "http://127.0.0.1:" + port;
  }

  /** Where a page is. */
  public String url(String path) {
    return issuer() + path;
  }

  /** Has a page answered so. */
  public void page(String path, Handler<HttpServerRequest> page) {
    pages.put(path, page);
  }

  /** Has a page answered by an object. */
  public void page(String path, JsonObject object) {
    page(path, 200, object.toBuffer());
  }

  /** Has a page answered by a status and a text. */
  public void page(String path, int status, Buffer text) {
    page(path, request -> request.response().setStatusCode(status).end(text));
  }

  /** Has a page answered by 404. */
  public void remove(String path) {
    pages.remove(path);
  }

  /** How often a page was asked for. */
  public int count(String path) {
    AtomicInteger count = counts.get(path);
    return count == null ? 0 : count.get();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
