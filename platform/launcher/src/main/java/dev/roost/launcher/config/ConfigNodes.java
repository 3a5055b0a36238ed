package dev.roost.launcher.config;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows Vert.x JSON to the schema validator. */
final class ConfigNodes implements JsonNodeFactory {
  @Override
  public JsonNode wrap(@Nullable Object value) {
    return value instanceof JsonNode node ? node : new Node("", value);
  }

  @Override
  public JsonNode create(String text) {
    return wrap(LocatedJson.parse(text).value());
  }

  private record Node(String pointer, @Nullable Object value) implements JsonNode {
    @Override
    public String getJsonPointer() {
      return pointer;
    }

    @Override
    public SimpleType getNodeType() {
      if (value == null) {
        return SimpleType.NULL;
      }
      if (value instanceof Boolean) {
        return SimpleType.BOOLEAN;
      }
      if (value instanceof Number) {
        return isWhole(asNumber()) ? SimpleType.INTEGER : SimpleType.NUMBER;
      }
      if (value instanceof JsonArray) {
        return SimpleType.ARRAY;
      }
      return value instanceof JsonObject ? SimpleType.OBJECT : SimpleType.STRING;
    }

    private static boolean isWhole(BigDecimal number) {
      return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    @Override
    public boolean asBoolean() {
      return Boolean.TRUE.equals(value);
    }

    @Override
    public String asString() {
      return String.valueOf(value);
    }

    @Override
    public BigInteger asInteger() {
      return asNumber().toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
      return new BigDecimal(String.valueOf(value));
    }

    @Override
    public List<JsonNode> asArray() {
      List<JsonNode> items = new ArrayList<>();
      if (value instanceof JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
          items.add(new Node(pointer + "/" + i, array.getValue(i)));
        }
      }
      return items;
    }

    @Override
    public Map<String, JsonNode> asObject() {
      Map<String, JsonNode> fields = new LinkedHashMap<>();
      if (value instanceof JsonObject object) {
        for (String key : object.fieldNames()) {
          String escaped = JsonNode.encodeJsonPointer(key);
          fields.put(key, new Node(pointer + "/" + escaped, object.getValue(key)));
        }
      }
      return fields;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Node node
          && getNodeType() == node.getNodeType()
          && (value instanceof Number
              ? asNumber().compareTo(node.asNumber()) == 0
              : Objects.equals(value, node.value));
    }

    @Override
    public int hashCode() {
      return getNodeType().hashCode();
    }
  }
}
