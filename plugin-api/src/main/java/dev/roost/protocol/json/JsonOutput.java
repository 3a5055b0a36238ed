package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One JSON text while it is written: compact, UTF-8. */
public final class JsonOutput {
  /** The greatest depth that is written; deeper values would be refused by readers. */
  public static final int MAX_DEPTH = JsonInput.MAX_DEPTH;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .build();

  /** Most texts fit, so they are put together by one copy. */
  private static final int USUAL_LENGTH = 1_024;

  private final JsonGenerator generator;
  private final Profile profile;

  private JsonOutput(JsonGenerator generator, Profile profile) {
    this.generator = generator;
    this.profile = profile;
  }

  /**
   * Writes a text.
   *
   * @throws IllegalArgumentException if a value cannot be written as JSON, naming its class
   */
  public static Buffer write(Profile profile, Consumer<JsonOutput> content) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_LENGTH)) {
      try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
        content.accept(new JsonOutput(generator, profile));
      }
      return Buffer.buffer(bytes.toByteArray());
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("not writable as JSON: " + e.getMessage(), e);
    }
  }

  /** Which keys are written. */
  public Profile profile() {
    return profile;
  }

  void beginObject() {
    run(generator::writeStartObject);
  }

  void endObject() {
    run(generator::writeEndObject);
  }

  void beginArray() {
    run(generator::writeStartArray);
  }

  void endArray() {
    run(generator::writeEndArray);
  }

  void name(SerializableString name) {
    run(() -> generator.writeFieldName(name));
  }

  void string(String value) {
    run(() -> generator.writeString(value));
  }

  void number(long value) {
    run(() -> generator.writeNumber(value));
  }

  void number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    run(() -> generator.writeNumber(value));
  }

  void bool(boolean value) {
    run(() -> generator.writeBoolean(value));
  }

  void nothing() {
    run(generator::writeNull);
  }

  void object(JsonObject value) {
    beginObject();
    members(value);
    endObject();
  }

  /** Writes the members of an object without its braces. */
  void members(JsonObject value) {
    members(value.getMap());
  }

  /** Writes whatever a {@code JsonObject} may hold. */
  void value(@Nullable Object value) {
    if (value == null) {
      nothing();
    } else if (value instanceof CharSequence text) {
      string(text.toString());
    } else if (value instanceof Number number) {
      anyNumber(number);
    } else if (value instanceof Boolean bool) {
      bool(bool);
    } else if (value instanceof JsonObject object) {
      object(object);
    } else if (value instanceof JsonArray array) {
      elements(array.getList());
    } else if (value instanceof Map<?, ?> map) {
      beginObject();
      members(map);
      endObject();
    } else if (value instanceof Iterable<?> list) {
      elements(list);
    } else {
      converted(value);
    }
  }

  private void converted(Object value) {
    if (value instanceof Instant instant) {
      string(Timestamps.format(instant));
    } else if (value instanceof Enum<?> constant) {
      string(constant.name());
    } else if (value instanceof Buffer buffer) {
      string(Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.getBytes()));
    } else if (value instanceof byte[] bytes) {
      string(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    } else {
      throw new IllegalArgumentException("JSON has no form for a " + value.getClass().getName());
    }
  }

  private void anyNumber(Number value) {
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      number(value.longValue());
    } else if (value instanceof Double || value instanceof Float) {
      number(value.doubleValue());
    } else if (value instanceof BigInteger integer) {
      run(() -> generator.writeNumber(integer));
    } else if (value instanceof BigDecimal decimal) {
      run(() -> generator.writeNumber(decimal));
    } else {
      throw new IllegalArgumentException("JSON has no form for a " + value.getClass().getName());
    }
  }

  private void members(Map<?, ?> map) {
    for (Map.Entry<?, ?> member : map.entrySet()) {
      String key = String.valueOf(member.getKey());
      run(() -> generator.writeFieldName(key));
      value(member.getValue());
    }
  }

  private void elements(Iterable<?> list) {
    beginArray();
    for (Object element : list) {
      value(element);
    }
    endArray();
  }

  private static void run(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A step of the generator. */
  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }
}
