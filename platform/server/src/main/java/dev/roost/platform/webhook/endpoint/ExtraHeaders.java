package dev.roost.platform.webhook.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Headers of an endpoint's own, which must not say what the platform says itself. */
final class ExtraHeaders {
  private static final int MOST = 16;
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,1022}[\\x21-\\x7e])?");
  private static final List<String> OURS = List.of("webhook-", "x-asap-", "content-", "proxy-");

  /** Besides what frames a request and goes with one hop only. */
  private static final Set<String> NOT_THEIRS =
      Set.of(
          "host",
          "authorization",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect");

  private ExtraHeaders() {}

  /**
   * Checks headers.
   *
   * @return the same with names in lower case
   * @throws IllegalArgumentException if one may not be, saying which
   */
  static Map<String, String> check(Map<String, String> headers) {
    if (headers.size() > MOST) {
      throw new IllegalArgumentException("/headers has more than " + MOST + " entries");
    }
    Map<String, String> checked = new TreeMap<>();
    headers.forEach((name, value) -> add(checked, name.toLowerCase(Locale.ROOT), value));
    return checked;
  }

  private static void add(Map<String, String> checked, String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("/headers has a name that is none of HTTP");
    }
    if (NOT_THEIRS.contains(name) || OURS.stream().anyMatch(name::startsWith)) {
      throw wrong(name, "is set by the platform only; choose another name");
    }
    if (!VALUE.matcher(value).matches()) {
      throw wrong(name, "must be 1 to 1024 visible ASCII characters and spaces between them");
    }
    if (checked.put(name, value) != null) {
      throw wrong(name, "is there twice");
    }
  }

  private static IllegalArgumentException wrong(String name, String problem) {
    return new IllegalArgumentException("/headers/" + name + " " + problem);
  }
}
