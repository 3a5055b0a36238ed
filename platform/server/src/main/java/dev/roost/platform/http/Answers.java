package dev.roost.platform.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Writes answers. */
public final class Answers {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** A reason phrase, which HTTP/2 does not send: the mark of an answer to HEAD. */
  private static final String NO_BODY = "no body";

  private Answers() {}

  /** Over HTTP/2 Vert.x would send the body of an answer to HEAD. */
  static void leaveBodiesOut(HttpServerResponse response) {
    response.setStatusMessage(NO_BODY);
  }

  /** Answers with a JSON text. */
  public static Future<Void> json(HttpServerResponse response, int status, Buffer text) {
    return page(response, status, JSON, text);
  }

  /** Answers with a text of any type. The length is told to HEAD requests too. */
  public static Future<Void> page(
      HttpServerResponse response, int status, CharSequence type, Buffer text) {
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(text.length()));
    return NO_BODY.equals(response.getStatusMessage()) ? response.end() : response.end(text);
  }

  /** Answers with a JSON object. */
  public static Future<Void> json(HttpServerResponse response, int status, JsonObject body) {
    return json(response, status, body.toBuffer());
  }

  /** Answers with {@code {"detail": ...}}, the form of everything that is not JSON-RPC. */
  public static Future<Void> detail(HttpServerResponse response, int status, String detail) {
    return json(response, status, new JsonObject().put("detail", detail));
  }
}
