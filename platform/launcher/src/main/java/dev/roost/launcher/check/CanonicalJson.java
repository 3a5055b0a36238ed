package dev.roost.launcher.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes JSON in the one form of RFC 8785, over which manifests are signed. */
final class CanonicalJson {
  private static final int MAX_DIGITS = 17;
  private static final double EXPONENT_FROM = 1e21;
  private static final double EXPONENT_BELOW = 1e-6;

  private final StringBuilder out = new StringBuilder();

  private CanonicalJson() {}

  static byte[] write(JsonObject object) {
    CanonicalJson json = new CanonicalJson();
    json.object(object);
    return json.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      object(object);
    } else if (value instanceof JsonArray array) {
      array(array);
    } else if (value instanceof String text) {
      string(text);
    } else if (value instanceof Double || value instanceof Float) {
      out.append(number(((Number) value).doubleValue()));
    } else {
      out.append(value);
    }
  }

  private void object(JsonObject object) {
    out.append('{');
    String separator = "";
    for (String key : new TreeSet<>(object.fieldNames())) {
      out.append(separator);
      string(key);
      out.append(':');
      value(object.getValue(key));
      separator = ",";
    }
    out.append('}');
  }

  private void array(JsonArray array) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      out.append(i == 0 ? "" : ",");
      value(array.getValue(i));
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    text.chars().forEach(unit -> character((char) unit));
    out.append('"');
  }

  private void character(char unit) {
    switch (unit) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default ->
          out.append(unit < 0x20 ? String.format("\\u%04x", (int) unit) : String.valueOf(unit));
    }
  }

  /** A number as ECMAScript writes it: the fewest digits that mean the same double. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= EXPONENT_FROM || size < EXPONENT_BELOW
        ? exponential(shortest)
        : shortest.toPlainString();
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MAX_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static String exponential(BigDecimal value) {
    String digits = value.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - value.scale();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return (value.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }
}
