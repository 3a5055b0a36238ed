package dev.roost.platform.ops;

import dev.roost.spi.UsageEvent;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/**
 * Usage as RFC 4180 has tables. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it: names come from callers.
 */
final class UsageCsv {
  static final String HEADER = String.join(",", UsageJson.MEMBERS) + "\r\n";

  private static final String FORMULAS = "=+-@\t\r\n";

  private UsageCsv() {}

  static String line(UsageEvent event) {
    JsonObject json = UsageJson.of(event);
    return UsageJson.MEMBERS.stream()
        .map(name -> cell(json.getValue(name)))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(Object value) {
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    boolean formula = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0;
    return quoted(formula ? "'" + text : text);
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
