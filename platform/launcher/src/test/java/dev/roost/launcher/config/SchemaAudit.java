package dev.roost.launcher.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Looks for keys of a schema that do not say what they are for. */
final class SchemaAudit {
  private SchemaAudit() {}

  static List<String> undescribed(JsonObject schema) {
    List<String> found = new ArrayList<>();
    walk(schema, schema, "", found);
    return found;
  }

  private static void walk(JsonObject root, JsonObject node, String path, List<String> found) {
    JsonObject schema = resolve(root, node);
    if (schema.getString("description", "").isBlank()) {
      found.add(path);
    }
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    properties.forEach(
        entry -> walk(root, (JsonObject) entry.getValue(), path + "/" + entry.getKey(), found));
    for (String keyword : List.of("items", "additionalProperties")) {
      if (schema.getValue(keyword) instanceof JsonObject nested) {
        walk(root, nested, path + "/*", found);
      }
    }
    boolean open = !properties.isEmpty() && !schema.containsKey("additionalProperties");
    if (open) {
      found.add(path + " is not closed");
    }
  }

  private static JsonObject resolve(JsonObject root, JsonObject node) {
    String reference = node.getString("$ref");
    if (reference == null) {
      return node;
    }
    String name = reference.substring("#/$defs/".length());
    return root.getJsonObject("$defs").getJsonObject(name).copy().mergeIn(node);
  }
}
