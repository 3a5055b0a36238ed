package dev.roost.launcher.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads what the management port answers, a missing value as {@code -}. */
final class Json {
  private Json() {}

  static List<JsonObject> objects(JsonObject answer, String key) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object item : answer.getJsonArray(key, new JsonArray())) {
      if (item instanceof JsonObject object) {
        objects.add(object);
      }
    }
    return objects;
  }

  static String text(JsonObject object, String key) {
    Object value = object.getValue(key);
    return value == null || value.toString().isEmpty() ? "-" : value.toString();
  }
}
