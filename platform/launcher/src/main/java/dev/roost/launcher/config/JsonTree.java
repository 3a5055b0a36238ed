package dev.roost.launcher.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and changes JSON by pointer. */
final class JsonTree {
  private JsonTree() {}

  /** The value at {@code pointer}; empty if there is none, or JSON null. */
  static Optional<Object> find(Object root, Pointer pointer) {
    Object value = root;
    for (String segment : pointer.segments()) {
      value = step(value, segment);
      if (value == null) {
        return Optional.empty();
      }
    }
    return Optional.of(value);
  }

  private static @Nullable Object step(Object value, String segment) {
    if (value instanceof JsonObject object) {
      return object.getValue(segment);
    }
    if (value instanceof JsonArray array && segment.matches("[0-9]{1,6}")) {
      int index = Integer.parseInt(segment);
      return index < array.size() ? array.getValue(index) : null;
    }
    return null;
  }

  /**
   * Puts a value, making the objects on the way to it. Where something on the way is not an object
   * it stays: it is a fault of its own, which the schema reports.
   */
  static void put(JsonObject root, Pointer pointer, @Nullable Object value) {
    JsonObject parent = root;
    for (String segment : pointer.parent().segments()) {
      if (!parent.containsKey(segment)) {
        parent.put(segment, new JsonObject());
      }
      if (!(parent.getValue(segment) instanceof JsonObject next)) {
        return;
      }
      parent = next;
    }
    parent.put(pointer.last(), value);
  }

  /** Takes the value at {@code pointer} away, if it is there. */
  static void remove(JsonObject root, Pointer pointer) {
    Object parent = find(root, pointer.parent()).orElse(null);
    if (parent instanceof JsonObject object) {
      object.remove(pointer.last());
    } else if (parent instanceof JsonArray array && find(root, pointer).isPresent()) {
      array.remove(Integer.parseInt(pointer.last()));
    }
  }

  /** A copy whose objects and lists may be changed, whatever the original is made of. */
  static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      Map<String, Object> copy = new LinkedHashMap<>();
      object.forEach(entry -> copy.put(entry.getKey(), copy(entry.getValue())));
      return new JsonObject(copy);
    }
    if (value instanceof JsonArray array) {
      List<Object> copy = new ArrayList<>();
      array.forEach(item -> copy.add(copy(item)));
      return new JsonArray(copy);
    }
    return value;
  }
}
