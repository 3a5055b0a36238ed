package dev.roost.platform.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Headers that hold lists: several lines of one name are one list (RFC 9110, section 5.3). */
final class HeaderLists {
  private HeaderLists() {}

  /** The whole list; null if there is none. */
  static @Nullable String get(HttpServerRequest request, CharSequence name) {
    List<String> lines = request.headers().getAll(name);
    return switch (lines.size()) {
      case 0 -> null;
      case 1 -> lines.get(0);
      default -> String.join(", ", lines);
    };
  }
}
