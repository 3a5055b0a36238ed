package dev.roost.client;

import static java.util.Objects.requireNonNull;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/** An HTTP answer, whole. */
record HttpAnswer(int status, MultiMap headers, Buffer body) {
  static final int OK = 200;

  HttpAnswer {
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
  }

  /** A header; empty if it is not there. */
  String header(String name) {
    return header(headers, name);
  }

  static String header(MultiMap headers, String name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }

  /** The type of what comes, without parameters. */
  static String type(MultiMap headers) {
    return header(headers, "Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
