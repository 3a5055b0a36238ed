package dev.roost.client.oauth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Waits on a free port of this machine for the browser to come back, and answers with a plain page
 * that holds nothing of what it brought and leads nowhere (RFC 8252).
 */
final class LoopbackListener {
  private static final String HOST = "127.0.0.1";
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int MAX_LINE = 8_192;
  private static final int IDLE_SECONDS = 5;

  private final HttpServer server;
  private final String path;
  private final Function<String, Future<Void>> taken;

  private LoopbackListener(Vertx vertx, String path, Function<String, Future<Void>> taken) {
    this.path = path;
    this.taken = taken;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHttp2ClearTextEnabled(false)
                    .setMaxInitialLineLength(MAX_LINE)
                    .setIdleTimeout(IDLE_SECONDS))
            .requestHandler(this::handle)
            .invalidRequestHandler(request -> request.connection().close());
  }

  /**
   * Opens it.
   *
   * @param taken what is made of a query; when it fails, the page says that it did
   */
  static Future<LoopbackListener> open(
      Vertx vertx, String path, Function<String, Future<Void>> taken) {
    LoopbackListener listener = new LoopbackListener(vertx, path, taken);
    return listener.server.listen(0, HOST).map(listener).recover(LoopbackListener::noPort);
  }

  private static Future<LoopbackListener> noPort(Throwable failure) {
    return Future.failedFuture(
        OAuthException.because(
            OAuthProblem.LOGIN, "No port of " + HOST + " can be opened for the browser", failure));
  }

  /** Where the provider is to send the browser. */
  String uri() {
    return "http://" + authority() + path;
  }

  private String authority() {
    return HOST + ':' + server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    if (!authority().equals(request.headers().get("Host"))) {
      answer(request, BAD_REQUEST, "This is not the address of this page.");
    } else if (!path.equals(request.path())) {
      answer(request, NOT_FOUND, "There is nothing here.");
    } else if (request.method() != HttpMethod.GET) {
      answer(request, NOT_ALLOWED, "This page can only be fetched.");
    } else {
      take(request);
    }
  }

  private void take(HttpServerRequest request) {
    String query = request.query() == null ? "" : request.query();
    taken
        .apply(query)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                answer(request, OK, "You are logged in. You can close this page.");
              } else {
                answer(request, BAD_REQUEST, "The login failed. The program tells you why.");
              }
            });
  }

  private static void answer(HttpServerRequest request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Connection", "close")
        .end(text + "\n");
  }

  /** Closes it when the last page is on its way. */
  Future<Void> close() {
    return server.shutdown(1, TimeUnit.SECONDS);
  }
}
