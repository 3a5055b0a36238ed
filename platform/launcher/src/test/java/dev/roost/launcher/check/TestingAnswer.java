package dev.roost.launcher.check;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a {@link TestingPeer} answers.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body
 * @param manner how it goes out
 */
record TestingAnswer(int status, Map<String, String> headers, Buffer body, Manner manner) {
  /** How an answer goes out. */
  enum Manner {
    WHOLE,
    /** The connection is closed without an answer. */
    CLOSED,
    /** The connection is closed behind the body, whose end is not told. */
    CUT,
    /** Nothing goes out, and the connection stays. */
    HUNG,
    /** Head and body go out, but no end. */
    LEFT_OPEN,
    /** The body is repeated for ever. */
    ENDLESS
  }

  TestingAnswer {
    headers = new TreeMap<>(headers);
  }

  static TestingAnswer of(int status, String type, String body) {
    return new TestingAnswer(
        status, Map.of("Content-Type", type), Buffer.buffer(body), Manner.WHOLE);
  }

  TestingAnswer status(int other) {
    return new TestingAnswer(other, headers, body, manner);
  }

  TestingAnswer body(String other) {
    return new TestingAnswer(status, headers, Buffer.buffer(other), manner);
  }

  TestingAnswer manner(Manner other) {
    return new TestingAnswer(status, headers, body, other);
  }

  TestingAnswer header(String name, String value) {
    TestingAnswer changed = new TestingAnswer(status, headers, body, manner);
    changed.headers.put(name, value);
    return changed;
  }

  TestingAnswer without(String header) {
    TestingAnswer changed = new TestingAnswer(status, headers, body, manner);
    changed.headers.remove(header);
    return changed;
  }

  /** The same with a change to its JSON object. */
  TestingAnswer change(UnaryOperator<JsonObject> change) {
    return body(change.apply(new JsonObject(body)).encode());
  }

  /** The same with a change to its text. */
  TestingAnswer replace(String what, String replacement) {
    String text = body.toString();
    if (!text.contains(what)) {
      throw new IllegalArgumentException("no " + what + " in " + text);
    }
    return body(text.replace(what, replacement));
  }

  void send(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    switch (manner) {
      case WHOLE -> response.end(body);
      case CLOSED -> request.connection().close();
      case CUT ->
          response.setChunked(true).write(body).onComplete(written -> request.connection().close());
      case LEFT_OPEN -> response.setChunked(true).write(body);
      case ENDLESS -> repeat(response.setChunked(true), Vertx.currentContext());
      case HUNG -> {}
    }
  }

  /** By way of the context, since a write may complete at once, and so on for ever. */
  private void repeat(HttpServerResponse response, Context context) {
    response
        .write(body)
        .onSuccess(written -> context.runOnContext(next -> repeat(response, context)));
  }
}
