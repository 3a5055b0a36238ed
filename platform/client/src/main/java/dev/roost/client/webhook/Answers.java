package dev.roost.client.webhook;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Answers to senders. */
final class Answers {
  private static final int NO_CONTENT = 204;

  private Answers() {}

  static void noContent(HttpServerRequest request) {
    if (isOpen(request.response())) {
      request.response().setStatusCode(NO_CONTENT).end();
    }
  }

  /** Says why not. */
  static void refusal(HttpServerRequest request, int status, String reason) {
    if (isOpen(request.response())) {
      head(request, status).end(reason + "\n");
    }
  }

  /** Likewise, while the request is still coming: nothing more is wanted of it. */
  static void last(HttpServerRequest request, int status, String reason) {
    if (!isOpen(request.response())) {
      return;
    }
    HttpServerResponse response = head(request, status);
    if (request.version() == HttpVersion.HTTP_2) {
      response.end(reason + "\n").onComplete(done -> response.reset(0));
    } else {
      response
          .putHeader("Connection", "close")
          .end(reason + "\n")
          .onComplete(done -> request.connection().close());
    }
  }

  private static HttpServerResponse head(HttpServerRequest request, int status) {
    return request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8");
  }

  private static boolean isOpen(HttpServerResponse response) {
    return !response.ended() && !response.closed();
  }
}
