package dev.roost.platform.discovery;

import java.util.ArrayList;
import java.util.List;

/** JSON Pointers (RFC 6901) as paths. */
final class JsonPointers {
  private static final int MAX_INDEX_DIGITS = 9;

  private JsonPointers() {}

  /** The keys (String) and indexes (Integer) of a pointer. */
  static List<Object> parse(String pointer) {
    List<Object> path = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String token : pointer.substring(1).split("/", -1)) {
        path.add(step(token.replace("~1", "/").replace("~0", "~")));
      }
    }
    return path;
  }

  private static Object step(String token) {
    boolean index =
        !token.isEmpty()
            && token.length() <= MAX_INDEX_DIGITS
            && token.chars().allMatch(c -> c >= '0' && c <= '9');
    return index ? Integer.valueOf(token) : token;
  }
}
