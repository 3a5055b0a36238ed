package dev.roost.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Reads the pages that are no messages: loosely, but what must be there must be there. */
final class PageFields {
  private PageFields() {}

  /**
   * Reads a page.
   *
   * @throws InvalidAnswerException if something is not there or has another type
   */
  static <T> T read(String baseUrl, Buffer body, String what, Function<JsonObject, T> reading) {
    try {
      return reading.apply(body.toJsonObject());
    } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
      throw new InvalidAnswerException(baseUrl, "it is no page of " + what);
    }
  }

  static String text(JsonObject page, String key) {
    String text = page.getString(key);
    if (text == null) {
      throw new IllegalArgumentException(key + " is not there");
    }
    return text;
  }
}
