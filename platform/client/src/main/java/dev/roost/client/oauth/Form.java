package dev.roost.client.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Parameters of a request, each of them once. What is in it may be secret: it has no text. */
final class Form {
  private final Map<String, String> values = new LinkedHashMap<>();

  Form put(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** As bodies and queries have it. */
  String encode() {
    return values.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + '=' + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Form" + values.keySet();
  }
}
