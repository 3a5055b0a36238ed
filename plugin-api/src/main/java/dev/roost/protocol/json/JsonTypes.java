package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.WireName;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of values in messages, with the lax forms that the protocol's reference accepts. */
public final class JsonTypes {
  /** A string. */
  public static final JsonType<String> STRING = of(JsonTypes::readString, JsonOutput::string);

  /** An integer: also {@code 1.0}, {@code "5"}, {@code true}. */
  public static final JsonType<Long> INTEGER = of(LaxNumbers::readInteger, JsonOutput::number);

  /** A number: also {@code "1.5"}, {@code true}. */
  public static final JsonType<Double> NUMBER = of(LaxNumbers::readNumber, JsonOutput::number);

  /** A boolean: also {@code 1}, {@code "yes"}, {@code "off"}. */
  public static final JsonType<Boolean> BOOLEAN = of(LaxNumbers::readBoolean, JsonOutput::bool);

  /** A point in time; see the forms in {@code platform/PROTOCOL.md}. */
  public static final JsonType<Instant> INSTANT =
      of(FormedStrings::readInstant, (out, value) -> out.string(Timestamps.format(value)));

  /** An object whose keys are free. */
  public static final JsonType<JsonObject> OBJECT = of(JsonTypes::readObject, JsonOutput::object);

  /** An agent's URN. */
  public static final JsonType<AgentUrn> URN =
      of(FormedStrings::readUrn, (out, value) -> out.string(value.value()));

  private JsonTypes() {}

  /** A type from its two halves. */
  public static <T> JsonType<T> of(
      Function<JsonInput, @Nullable T> reader, BiConsumer<JsonOutput, T> writer) {
    return new JsonType<>() {
      @Override
      public @Nullable T read(JsonInput in) {
        return reader.apply(in);
      }

      @Override
      public void write(JsonOutput out, T value) {
        writer.accept(out, value);
      }
    };
  }

  /**
   * The same type with a rule over values that are otherwise right; reports faults to the input.
   */
  public static <T> JsonType<T> where(JsonType<T> type, BiConsumer<T, JsonInput> rule) {
    return of(
        in -> {
          T value = type.read(in);
          if (value != null) {
            rule.accept(value, in);
          }
          return value;
        },
        type::write);
  }

  /** Integers from {@code min} up. */
  public static JsonType<Long> atLeast(long min) {
    return where(
        INTEGER,
        (value, in) -> {
          if (value < min) {
            in.fault("greater_than_equal", "Input should be greater than or equal to " + min);
          }
        });
  }

  /** Integers from {@code min} to {@code max}. */
  public static JsonType<Long> between(long min, long max) {
    return where(
        atLeast(min),
        (value, in) -> {
          if (value > max) {
            in.fault("less_than_equal", "Input should be less than or equal to " + max);
          }
        });
  }

  /** Numbers from {@code min} to {@code max}; infinity for no bound. */
  public static JsonType<Double> numberBetween(double min, double max) {
    return where(
        NUMBER,
        (value, in) -> {
          if (value < min) {
            in.fault(
                "greater_than_equal", "Input should be greater than or equal to " + (long) min);
          } else if (value > max) {
            in.fault("less_than_equal", "Input should be less than or equal to " + (long) max);
          }
        });
  }

  /** Strings of at most {@code max} characters. */
  public static JsonType<String> stringUpTo(int max) {
    return where(
        STRING,
        (value, in) -> {
          if (value.codePointCount(0, value.length()) > max) {
            in.fault("string_too_long", "String should have at most " + max + " characters");
          }
        });
  }

  /** The constants of an enum by their exact wire names; a fault has the type {@code faultType}. */
  public static <E extends Enum<E> & WireName> JsonType<E> constantOf(
      Class<E> type, String faultType) {
    Map<String, E> byName =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toUnmodifiableMap(WireName::wireName, Function.identity()));
    List<String> names = Arrays.stream(type.getEnumConstants()).map(WireName::wireName).toList();
    return of(
        in -> {
          E constant = in.token() == JsonToken.VALUE_STRING ? byName.get(in.string()) : null;
          if (constant == null) {
            in.fault(faultType, "Input should be " + alternatives(names));
            in.skip();
          }
          return constant;
        },
        (out, value) -> out.string(value.wireName()));
  }

  /** One of a few strings. */
  public static JsonType<String> oneOf(String... names) {
    List<String> allowed = List.of(names);
    return of(
        in -> {
          if (in.token() == JsonToken.VALUE_STRING && allowed.contains(in.string())) {
            return in.string();
          }
          in.fault("literal_error", "Input should be " + alternatives(allowed));
          in.skip();
          return null;
        },
        JsonOutput::string);
  }

  /** A list of at least {@code min} values. */
  public static <T> JsonType<List<T>> listOf(JsonType<T> type, int min) {
    return of(
        in -> readList(in, type, min),
        (out, values) -> {
          out.beginArray();
          values.forEach(value -> type.write(out, value));
          out.endArray();
        });
  }

  private static <T> @Nullable List<T> readList(JsonInput in, JsonType<T> type, int min) {
    if (in.token() != JsonToken.START_ARRAY) {
      in.fault("list_type", "Input should be a valid list");
      in.skip();
      return null;
    }
    List<T> values = new ArrayList<>();
    int faultsBefore = in.faultCount();
    int length = 0;
    while (in.next() != JsonToken.END_ARRAY) {
      length++;
      T value = type.read(in);
      if (value != null) {
        values.add(value);
      }
    }
    if (in.faultCount() == faultsBefore && length < min) {
      in.fault(
          "too_short",
          "List should have at least "
              + min
              + (min == 1 ? " item" : " items")
              + " after validation, not "
              + length);
    }
    return values;
  }

  static @Nullable String readString(JsonInput in) {
    if (in.token() == JsonToken.VALUE_STRING) {
      return in.string();
    }
    in.fault("string_type", "Input should be a valid string");
    in.skip();
    return null;
  }

  private static @Nullable JsonObject readObject(JsonInput in) {
    if (in.token() == JsonToken.START_OBJECT) {
      return in.object();
    }
    in.fault("dict_type", "Input should be a valid dictionary");
    in.skip();
    return null;
  }

  private static String alternatives(List<String> names) {
    List<String> quoted = names.stream().map(name -> "'" + name + "'").toList();
    int last = quoted.size() - 1;
    return last == 0
        ? quoted.get(0)
        : String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
  }
}
