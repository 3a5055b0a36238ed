package dev.roost.platform.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The parameters of a query, each with a detail that says what is wrong with it. */
final class QueryParameters {
  private final MultiMap values;

  private QueryParameters(MultiMap values) {
    this.values = values;
  }

  static QueryParameters of(HttpServerRequest request) {
    try {
      return new QueryParameters(request.params());
    } catch (IllegalArgumentException e) {
      throw HttpFailure.of(400, "The query is not correctly percent-encoded");
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number between {@code min} and {@code max}. */
  int integer(String name, int absent, int min, int max) {
    String text = values.get(name);
    if (text == null) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like any other value that does not fit
    }
    throw HttpFailure.of(
        422, "Query parameter " + name + " must be an integer from " + min + " to " + max);
  }
}
