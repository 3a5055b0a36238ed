package dev.roost.launcher.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JSON pointer (RFC 6901) in parts.
 *
 * @param segments the unescaped parts, none for the whole document
 */
record Pointer(List<String> segments) {
  static final Pointer ROOT = new Pointer(List.of());

  Pointer {
    segments = List.copyOf(segments);
  }

  static Pointer of(String... segments) {
    return new Pointer(List.of(segments));
  }

  static Pointer parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    return new Pointer(
        Arrays.stream(text.substring(1).split("/", -1))
            .map(part -> part.replace("~1", "/").replace("~0", "~"))
            .toList());
  }

  Pointer child(String segment) {
    List<String> longer = new ArrayList<>(segments);
    longer.add(segment);
    return new Pointer(longer);
  }

  Pointer parent() {
    return new Pointer(segments.subList(0, Math.max(0, segments.size() - 1)));
  }

  boolean isRoot() {
    return segments.isEmpty();
  }

  String last() {
    return isRoot() ? "" : segments.get(segments.size() - 1);
  }

  boolean startsWith(Pointer other) {
    return segments.size() >= other.segments.size()
        && segments.subList(0, other.segments.size()).equals(other.segments);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String segment : segments) {
      text.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
