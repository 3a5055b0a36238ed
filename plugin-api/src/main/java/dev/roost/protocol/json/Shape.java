package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a message looks in JSON: a table of its fields, from which reading, writing and fault-finding
 * follow. A shape is closed (an unknown key is a fault) unless it {@linkplain Builder#rest collects
 * the rest}.
 *
 * <pre>{@code
 * Shape.Builder<TaskCancel> shape = Shape.of("TaskCancel");
 * Field<TaskCancel, String> taskId = shape.required("task_id", STRING, TaskCancel::taskId);
 * Field<TaskCancel, String> reason = shape.optional("reason", STRING, TaskCancel::reason);
 * Shape<TaskCancel> taskCancel =
 *     shape.build(values -> new TaskCancel(values.get(taskId), values.get(reason)));
 * }</pre>
 *
 * @param <T> the message
 */
public final class Shape<T> implements JsonType<T> {
  private final String name;
  private final List<Field<T, ?>> fields;
  private final Map<String, Field<T, ?>> byName;
  private final @Nullable Function<? super T, JsonObject> rest;
  private final List<BiConsumer<Values, JsonInput>> resolvers;
  private final List<BiConsumer<Values, JsonInput>> checks;
  private final Function<Values, T> constructor;

  private Shape(Builder<T> builder, Function<Values, T> constructor) {
    this.name = builder.name;
    this.fields = List.copyOf(builder.fields);
    this.byName = Map.copyOf(builder.byName);
    this.rest = builder.rest;
    this.resolvers = List.copyOf(builder.resolvers);
    this.checks = List.copyOf(builder.checks);
    this.constructor = constructor;
  }

  /** Begins a table for the message of that name. */
  public static <T> Builder<T> of(String name) {
    return new Builder<>(name);
  }

  /** The keys, in the order in which they are written. */
  public List<String> keys() {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public @Nullable T read(JsonInput in) {
    if (in.token() != JsonToken.START_OBJECT) {
      in.fault("model_type", "Input should be a valid dictionary or instance of " + name);
      in.skip();
      return null;
    }
    int faultsBefore = in.faultCount();
    Values values = new Values(fields.size(), rest != null);
    while (in.next() == JsonToken.FIELD_NAME) {
      readMember(in, values);
    }
    for (Field<T, ?> field : fields) {
      if (!values.has(field)) {
        values.set(field, field.absent(in));
      }
    }
    resolvers.forEach(resolver -> resolver.accept(values, in));
    if (in.faultCount() == faultsBefore) {
      checks.forEach(check -> check.accept(values, in));
    }
    return in.faultCount() == faultsBefore ? constructor.apply(values) : null;
  }

  private void readMember(JsonInput in, Values values) {
    String key = in.name();
    Field<T, ?> field = byName.get(key);
    in.next();
    if (field != null) {
      if (values.has(field)) {
        throw in.duplicateKey();
      }
      values.set(field, field.read(in));
    } else if (values.rest != null) {
      in.putOnce(values.rest, key, in.value());
    } else {
      values.strangers.add(in, key);
      in.fault("extra_forbidden", "Extra inputs are not permitted");
      in.skip();
    }
  }

  @Override
  public void write(JsonOutput out, T message) {
    out.beginObject();
    for (Field<T, ?> field : fields) {
      field.write(out, message);
    }
    if (rest != null) {
      out.members(rest.apply(message));
    }
    out.endObject();
  }

  /** The values of one object, by field. */
  public static final class Values {
    private static final Object ABSENT = new Object();

    private final @Nullable Object[] slots;
    private final @Nullable Map<String, Object> rest;
    private final Strangers strangers = new Strangers();

    private Values(int size, boolean keepsRest) {
      this.slots = new Object[size];
      this.rest = keepsRest ? new LinkedHashMap<>() : null;
      Arrays.fill(slots, ABSENT);
    }

    private boolean has(Field<?, ?> field) {
      return slots[field.index()] != ABSENT;
    }

    private void set(Field<?, ?> field, @Nullable Object value) {
      slots[field.index()] = value;
    }

    /** The value of a field; null only where the field may be absent without a default. */
    @SuppressWarnings({"unchecked", "NullAway"})
    public <V> V get(Field<?, V> field) {
      return (V) slots[field.index()];
    }

    /** The members that no field names. */
    public JsonObject rest() {
      return rest == null ? new JsonObject() : new JsonObject(rest);
    }
  }

  /**
   * Collects the rows of a table, in the order in which they will be written.
   *
   * @param <T> the message
   */
  public static final class Builder<T> {
    private final String name;
    private final List<Field<T, ?>> fields = new ArrayList<>();
    private final Map<String, Field<T, ?>> byName = new HashMap<>();
    private final List<BiConsumer<Values, JsonInput>> resolvers = new ArrayList<>();
    private final List<BiConsumer<Values, JsonInput>> checks = new ArrayList<>();
    private @Nullable Function<? super T, JsonObject> rest;

    private Builder(String name) {
      this.name = name;
    }

    /** A key that must be there. */
    public <V> Field<T, V> required(
        String key, JsonType<V> type, Function<? super T, ? extends V> getter) {
      return add(key, Field.Absence.REQUIRED, null, type, getter);
    }

    /** A key that may be absent or null. */
    public <V> Field<T, V> optional(
        String key, JsonType<V> type, Function<? super T, ? extends @Nullable V> getter) {
      return add(key, Field.Absence.NULL, null, type, getter);
    }

    /** A key that may be absent, but not null. */
    public <V> Field<T, V> defaulted(
        String key, JsonType<V> type, V fallback, Function<? super T, ? extends V> getter) {
      return add(key, Field.Absence.DEFAULT, fallback, type, getter);
    }

    /** A second spelling of a field's key, understood but never written. */
    public void alias(String key, Field<T, ?> field) {
      byName.put(key, field);
    }

    /** Opens the shape: keys of no field are kept. */
    public void rest(Function<? super T, JsonObject> getter) {
      rest = getter;
    }

    /**
     * A rule over several fields, tried when each of them is right; reports faults to the input.
     */
    public void check(BiConsumer<Values, JsonInput> rule) {
      checks.add(rule);
    }

    /** Completes a value that can only be read once the whole object is known. */
    <V> void resolve(Field<T, V> field, BiFunction<Values, JsonInput, V> resolver) {
      resolvers.add(
          (values, in) -> {
            if (values.has(field) && values.get(field) != null) {
              values.set(field, resolver.apply(values, in));
            }
          });
    }

    /** The table. */
    public Shape<T> build(Function<Values, T> constructor) {
      return new Shape<>(this, constructor);
    }

    private <V> Field<T, V> add(
        String key,
        Field.Absence absence,
        @Nullable V fallback,
        JsonType<V> type,
        Function<? super T, ? extends @Nullable V> getter) {
      Field<T, V> field = new Field<>(key, fields.size(), absence, fallback, type, getter);
      fields.add(field);
      byName.put(key, field);
      return field;
    }
  }
}
