package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an answer says that has another status than 200. */
final class StatusErrors {
  private static final int MAX_DETAIL = 500;

  private StatusErrors() {}

  /** An answer that is of use: 200 or another status. */
  static HttpAnswer usable(String baseUrl, HttpAnswer answer, int alsoUsable) {
    if (answer.status() != HttpAnswer.OK && answer.status() != alsoUsable) {
      throw of(baseUrl, answer);
    }
    return answer;
  }

  static HttpStatusException of(String baseUrl, HttpAnswer answer) {
    RpcError told = told(baseUrl, answer);
    JsonObject data = told.data() == null ? new JsonObject() : told.data().copy();
    data.put("status_code", answer.status());
    RetryAfter.read(retryAfter(answer, data), Instant.now())
        .map(Duration::toMillis)
        .ifPresent(millis -> data.put("retry_after_ms", millis));
    if (HttpStatusException.fate(answer.status()) != Fate.ANSWERED) {
      data.put("recoverable", true);
    }
    return new HttpStatusException(
        answer.status(), new RpcError(told.code(), told.message(), data));
  }

  /** The header, else the seconds that the error of a rate limit tells. */
  private static String retryAfter(HttpAnswer answer, JsonObject data) {
    String header = answer.header("Retry-After");
    return header.isEmpty() && data.getValue("retry_after") instanceof Number seconds
        ? seconds.toString()
        : header;
  }

  /** Bodies have three forms: JSON-RPC, the taxonomy bare, and {@code {"detail": ...}}. */
  private static RpcError told(String baseUrl, HttpAnswer answer) {
    JsonObject body = json(answer);
    if (body.getValue("error") instanceof JsonObject error) {
      return AnswerReader.error(error);
    } else if (body.getValue("rpc_code") instanceof Integer code) {
      return new RpcError(code, String.valueOf(body.getValue("message")), body);
    }
    String detail =
        Optional.ofNullable(body.getValue("detail"))
            .map(text -> ": " + abridged(String.valueOf(text)))
            .orElse("");
    return RpcError.of(
        ErrorCode.REMOTE_ERROR,
        baseUrl + " answered with status " + answer.status() + detail,
        new JsonObject().put("status", answer.status()));
  }

  private static String abridged(String text) {
    return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "..." : text;
  }

  private static JsonObject json(HttpAnswer answer) {
    try {
      return HttpAnswer.type(answer.headers()).equals("application/json")
          ? answer.body().toJsonObject()
          : new JsonObject();
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }
}
