package dev.roost.launcher.check;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON-RPC answers, which may hold anything anywhere. */
final class Rpc {
  private Rpc() {}

  /** The object at {@code key}, if there is one. */
  static Optional<JsonObject> object(JsonObject holder, String key) {
    return holder.getValue(key) instanceof JsonObject object
        ? Optional.of(object)
        : Optional.empty();
  }

  /** The text at {@code key}, if there is one that is not empty. */
  static Optional<String> text(JsonObject holder, String key) {
    return holder.getValue(key) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The envelope of a success. */
  static JsonObject envelope(Answer answer) {
    return envelope(answer, answer.object());
  }

  /** The envelope of one answer of several. */
  static JsonObject envelope(Answer answer, JsonObject rpc) {
    return object(rpc, "result")
        .flatMap(result -> object(result, "envelope"))
        .orElseThrow(() -> answer.unmet("result.envelope", words(rpc)));
  }

  /** Looks for a failure with {@code code}. */
  static String expectError(Answer answer, int code) {
    if (!hasCode(answer.object(), code)) {
      throw answer.unmet("error " + code, words(answer.object()));
    }
    return "error " + code;
  }

  /** Says whether {@code rpc} is a failure with {@code code}. */
  static boolean hasCode(JsonObject rpc, int code) {
    return object(rpc, "error")
        .map(error -> error.getValue("code"))
        .filter(found -> found instanceof Number number && number.doubleValue() == code)
        .isPresent();
  }

  /** The code of a failure, in a word. */
  static String code(JsonObject rpc) {
    return "error " + object(rpc, "error").map(error -> error.getValue("code")).orElse("");
  }

  /** What an answer says, in a few words. */
  static String words(JsonObject rpc) {
    return object(rpc, "error")
        .map(error -> "error " + Excerpt.of(string(error)) + hint(error))
        .orElseGet(() -> Excerpt.of(rpc.encode()));
  }

  private static String string(JsonObject error) {
    return value(error.getValue("code"))
        + " "
        + value(error.getValue("message"))
        + object(error, "data").map(data -> " " + data.encode()).orElse("");
  }

  private static String hint(JsonObject error) {
    boolean credentials =
        object(error, "data")
            .map(data -> data.getValue("status_code"))
            .filter(status -> isRefusal(status))
            .isPresent();
    return credentials ? " (give it a token by --token-file, and its --sender)" : "";
  }

  private static boolean isRefusal(Object status) {
    return status instanceof Number number
        && (number.intValue() == 401 || number.intValue() == 403);
  }

  private static String value(@Nullable Object value) {
    return value == null ? "null" : String.valueOf(value);
  }
}
