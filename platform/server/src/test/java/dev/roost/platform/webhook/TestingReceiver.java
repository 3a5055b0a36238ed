package dev.roost.platform.webhook;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A web server that is told of events, and answers what a test wants. */
final class TestingReceiver {
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final HttpServer server;
  private volatile BiConsumer<Received, HttpServerResponse> answer = (what, how) -> how.end();

  /** A request, in whole. */
  record Received(HttpVersion version, String target, MultiMap headers, String body, long atNanos) {
    String id() {
      return headers.get("webhook-id");
    }
  }

  private TestingReceiver(Vertx vertx, HttpServerOptions options) {
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connection -> connections.incrementAndGet())
            .requestHandler(this::take);
  }

  /** On a free port of 127.0.0.1. */
  static TestingReceiver start(Vertx vertx) {
    return start(vertx, new HttpServerOptions().setPort(0).setHost("127.0.0.1"));
  }

  static TestingReceiver start(Vertx vertx, HttpServerOptions options) {
    TestingReceiver receiver = new TestingReceiver(vertx, options);
    Waiting.get(receiver.server.listen());
    return receiver;
  }

  private void take(HttpServerRequest request) {
    long now = System.nanoTime();
    request
        .body()
        .onSuccess(
            body -> {
              Received whole =
                  new Received(
                      request.version(), request.uri(), request.headers(), body.toString(), now);
              received.add(whole);
              answer.accept(whole, request.response());
            });
  }

  /** How requests are answered from now on. */
  TestingReceiver answers(BiConsumer<Received, HttpServerResponse> how) {
    answer = how;
    return this;
  }

  TestingReceiver answers(int status) {
    return answers((what, how) -> how.setStatusCode(status).end());
  }

  List<Received> received() {
    return received;
  }

  List<String> ids() {
    return received.stream().map(Received::id).toList();
  }

  int connections() {
    return connections.get();
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook?key=s3cr3t";
  }

  void stop() {
    Waiting.get(server.close());
  }
}
