package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and booleans in every form that the protocol's reference accepts. */
final class LaxNumbers {
  private static final Pattern INTEGRAL = Pattern.compile("[+-]?\\d{1,18}(\\.0{1,18})?");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final double LARGEST_EXACT = 9.007199254740992e15;
  private static final Map<String, Boolean> BOOLEAN_WORDS =
      Map.ofEntries(
          Map.entry("true", true),
          Map.entry("yes", true),
          Map.entry("on", true),
          Map.entry("t", true),
          Map.entry("y", true),
          Map.entry("1", true),
          Map.entry("false", false),
          Map.entry("no", false),
          Map.entry("off", false),
          Map.entry("f", false),
          Map.entry("n", false),
          Map.entry("0", false));

  private LaxNumbers() {}

  static @Nullable Long readInteger(JsonInput in) {
    switch (in.token()) {
      case VALUE_NUMBER_INT:
        return exact(in, in.number());
      case VALUE_NUMBER_FLOAT:
        double value = in.number().doubleValue();
        if (value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT) {
          return (long) value;
        }
        in.fault(
            "int_from_float",
            "Input should be a valid integer, got a number with a fractional part");
        return null;
      case VALUE_STRING:
        return integerIn(in, in.string().strip());
      case VALUE_TRUE, VALUE_FALSE:
        return in.token() == JsonToken.VALUE_TRUE ? 1L : 0L;
      default:
        in.fault("int_type", "Input should be a valid integer");
        in.skip();
        return null;
    }
  }

  private static @Nullable Long exact(JsonInput in, Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return number.longValue();
    }
    in.fault(
        "int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
    return null;
  }

  private static @Nullable Long integerIn(JsonInput in, String text) {
    if (INTEGRAL.matcher(text).matches()) {
      int point = text.indexOf('.');
      return Long.valueOf(point < 0 ? text : text.substring(0, point));
    }
    in.fault(
        "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
    return null;
  }

  static @Nullable Double readNumber(JsonInput in) {
    switch (in.token()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
        return in.number().doubleValue();
      case VALUE_STRING:
        String text = in.string().strip();
        if (text.length() <= JsonInput.MAX_NUMBER_LENGTH && DECIMAL.matcher(text).matches()) {
          double value = Double.parseDouble(text);
          if (Double.isFinite(value)) {
            return value;
          }
        }
        in.fault(
            "float_parsing", "Input should be a valid number, unable to parse string as a number");
        return null;
      case VALUE_TRUE, VALUE_FALSE:
        return in.token() == JsonToken.VALUE_TRUE ? 1.0 : 0.0;
      default:
        in.fault("float_type", "Input should be a valid number");
        in.skip();
        return null;
    }
  }

  static @Nullable Boolean readBoolean(JsonInput in) {
    Boolean value =
        switch (in.token()) {
          case VALUE_TRUE -> Boolean.TRUE;
          case VALUE_FALSE -> Boolean.FALSE;
          case VALUE_STRING -> BOOLEAN_WORDS.get(in.string().toLowerCase(Locale.ROOT));
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> zeroOrOne(in.number().doubleValue());
          default -> null;
        };
    if (value == null) {
      if (in.token().isScalarValue() && in.token() != JsonToken.VALUE_NULL) {
        in.fault("bool_parsing", "Input should be a valid boolean, unable to interpret input");
      } else {
        in.fault("bool_type", "Input should be a valid boolean");
        in.skip();
      }
    }
    return value;
  }

  private static @Nullable Boolean zeroOrOne(double value) {
    if (value == 1) {
      return true;
    }
    return value == 0 ? false : null;
  }
}
