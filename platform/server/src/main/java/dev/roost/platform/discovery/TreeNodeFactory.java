package dev.roost.platform.discovery;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import io.vertx.core.json.Json;
import org.jspecify.annotations.Nullable;

/** Shows Vert.x JSON to the schema validator as it is, without a copy and without databind. */
public final class TreeNodeFactory implements JsonNodeFactory {
  @Override
  public JsonNode wrap(@Nullable Object node) {
    return node instanceof JsonNode wrapped ? wrapped : new TreeNode(node, "");
  }

  @Override
  public JsonNode create(String rawJson) {
    return new TreeNode(Json.decodeValue(rawJson), "");
  }
}
