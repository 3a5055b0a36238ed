package dev.roost.launcher.check;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a peer answered. Its methods throw {@link UnmetException} where the answer is not what they
 * look for.
 *
 * @param where the request
 * @param status the status
 * @param headers the headers
 * @param body what came of the body
 * @param ending how the body ended
 */
record Answer(String where, int status, HttpHeaders headers, byte[] body, Ending ending) {
  static final String JSON = "application/json";

  /** The first value of a header, empty if there is none. */
  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** Looks for one of a few statuses. */
  Answer expectStatus(Integer... allowed) {
    List<Integer> statuses = Arrays.asList(allowed);
    if (!statuses.contains(status)) {
      throw unmet(
          "status " + statuses.stream().map(String::valueOf).collect(Collectors.joining(" or ")),
          statusWords());
    }
    return this;
  }

  /** Says whether the content type is {@code type}, with or without parameters. */
  boolean isType(String type) {
    return header("Content-Type").toLowerCase(Locale.ROOT).contains(type);
  }

  /** Looks for a content type. */
  Answer expectType(String type) {
    if (!isType(type)) {
      throw unmet("Content-Type " + type, typeWords());
    }
    return this;
  }

  /** The whole body as text. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Looks for a whole body. */
  Answer expectWhole() {
    if (ending != Ending.WHOLE) {
      throw unmet(Ending.WHOLE.words(), ending.words());
    }
    return this;
  }

  /** The body as JSON. */
  @Nullable Object json() {
    expectWhole();
    try {
      return Json.decodeValue(Buffer.buffer(body));
    } catch (DecodeException e) {
      throw unmet("JSON", bodyWords());
    }
  }

  /** The body as a JSON object. */
  JsonObject object() {
    if (json() instanceof JsonObject object) {
      return object;
    }
    throw unmet("a JSON object", bodyWords());
  }

  /** The body as a JSON array. */
  JsonArray array() {
    if (json() instanceof JsonArray array) {
      return array;
    }
    throw unmet("a JSON array", bodyWords());
  }

  /** A finding about this answer. */
  UnmetException unmet(String expected, String came) {
    return new UnmetException(where, expected, came);
  }

  /** Status and body in a few words. */
  String words() {
    return status == 200 ? bodyWords() : statusWords();
  }

  private String statusWords() {
    String target = header("Location");
    if (status / 100 == 3 && !target.isEmpty()) {
      return "status " + status + " to " + Excerpt.of(target) + " (check that address instead)";
    }
    return "status " + status + (body.length == 0 ? "" : " with " + bodyWords());
  }

  private String bodyWords() {
    if (body.length == 0) {
      return "an empty body";
    }
    return (looksLikeHtml() ? "a page of HTML: " : "") + Excerpt.of(body);
  }

  private String typeWords() {
    String type = header("Content-Type");
    return (type.isEmpty() ? "none" : Excerpt.of(type)) + " with " + words();
  }

  private boolean looksLikeHtml() {
    return isType("text/html") || Excerpt.of(body).startsWith("<");
  }
}
