package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of a {@link Shape}: a key, the type of its value, and what its absence means.
 *
 * @param <T> the message
 * @param <V> the value
 */
public final class Field<T, V> {
  /** What the absence of a key means. */
  enum Absence {
    /** A fault. */
    REQUIRED,
    /** The same as null. */
    NULL,
    /** The default; null is a fault. */
    DEFAULT
  }

  private final SerializedString name;
  private final int index;
  private final Absence absence;
  private final @Nullable V fallback;
  private final JsonType<V> type;
  private final Function<? super T, ? extends @Nullable V> getter;
  private boolean always;

  Field(
      String name,
      int index,
      Absence absence,
      @Nullable V fallback,
      JsonType<V> type,
      Function<? super T, ? extends @Nullable V> getter) {
    this.name = new SerializedString(name);
    this.index = index;
    this.absence = absence;
    this.fallback = fallback;
    this.type = type;
    this.getter = getter;
  }

  /** Writes the key even where its value is the default. */
  public Field<T, V> always() {
    always = true;
    return this;
  }

  String name() {
    return name.getValue();
  }

  int index() {
    return index;
  }

  @Nullable Object read(JsonInput in) {
    if (absence == Absence.NULL && in.token() == JsonToken.VALUE_NULL) {
      return null;
    }
    return type.read(in);
  }

  /** The value of an absent key; reports a fault where there must be one. */
  @Nullable Object absent(JsonInput in) {
    if (absence == Absence.REQUIRED) {
      in.missing(name());
    }
    return fallback;
  }

  void write(JsonOutput out, T message) {
    V value = getter.apply(message);
    if (value == null) {
      if (out.profile() == Profile.FULL) {
        out.name(name);
        out.nothing();
      }
    } else if (always || out.profile() == Profile.FULL || !value.equals(fallback)) {
      out.name(name);
      type.write(out, value);
    }
  }
}
