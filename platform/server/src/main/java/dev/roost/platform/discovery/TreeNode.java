package dev.roost.platform.discovery;

import dev.harrel.jsonschema.JsonNode;
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

/** A Vert.x JSON value as the schema validator walks it. Children are wrapped when asked for. */
final class TreeNode implements JsonNode {
  /**
   * Numbers beyond are all the same: {@code 1e999999999} is short to write and takes a gigabyte as
   * an integer.
   */
  private static final int MAX_MAGNITUDE = 1_000;

  private static final BigDecimal HUGE = BigDecimal.ONE.scaleByPowerOfTen(MAX_MAGNITUDE);

  private final String pointer;
  private final SimpleType type;
  private final @Nullable Object value;
  private @Nullable List<JsonNode> items;
  private @Nullable Map<String, JsonNode> members;

  TreeNode(@Nullable Object value, String pointer) {
    this.pointer = pointer;
    this.value = value instanceof Number number ? decimal(number) : plain(value);
    this.type = typeOf(this.value);
  }

  @Override
  public String getJsonPointer() {
    return pointer;
  }

  @Override
  public SimpleType getNodeType() {
    return type;
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
    if (value instanceof BigDecimal number) {
      return number;
    }
    throw new IllegalStateException(pointer + " is not a number");
  }

  @Override
  public List<JsonNode> asArray() {
    if (items == null) {
      items = wrapItems();
    }
    return items;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    if (members == null) {
      members = wrapMembers();
    }
    return members;
  }

  private List<JsonNode> wrapItems() {
    List<JsonNode> wrapped = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        wrapped.add(new TreeNode(item, pointer + "/" + wrapped.size()));
      }
    }
    return wrapped;
  }

  private Map<String, JsonNode> wrapMembers() {
    Map<String, JsonNode> wrapped = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, member) -> {
            String key = String.valueOf(name);
            wrapped.put(key, new TreeNode(member, pointer + "/" + JsonNode.encodeJsonPointer(key)));
          });
    }
    return wrapped;
  }

  /** Two nodes are equal when JSON Schema says so: {@code 1} is {@code 1.0}. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof TreeNode node) || type != node.type) {
      return false;
    }
    return switch (type) {
      case ARRAY -> asArray().equals(node.asArray());
      case OBJECT -> asObject().equals(node.asObject());
      case NULL -> true;
      default -> Objects.equals(value, node.value);
    };
  }

  @Override
  public int hashCode() {
    return switch (type) {
      case ARRAY -> asArray().hashCode();
      case OBJECT -> asObject().hashCode();
      default -> Objects.hashCode(value);
    };
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      return object.getMap();
    }
    if (value instanceof JsonArray array) {
      return array.getList();
    }
    return value instanceof CharSequence || value instanceof Enum ? value.toString() : value;
  }

  private static BigDecimal decimal(Number number) {
    BigDecimal exact = exact(number).stripTrailingZeros();
    int magnitude = exact.precision() - exact.scale();
    if (magnitude > MAX_MAGNITUDE) {
      return exact.signum() < 0 ? HUGE.negate() : HUGE;
    }
    return magnitude < -MAX_MAGNITUDE ? BigDecimal.ZERO : exact;
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    if (number instanceof Double || number instanceof Float) {
      double real = number.doubleValue();
      return Double.isInfinite(real) ? infinite(real) : BigDecimal.valueOf(real);
    }
    return BigDecimal.valueOf(number.longValue());
  }

  private static BigDecimal infinite(double real) {
    return real < 0 ? HUGE.negate() : HUGE;
  }

  private static SimpleType typeOf(@Nullable Object value) {
    if (value == null) {
      return SimpleType.NULL;
    }
    if (value instanceof BigDecimal number) {
      return number.scale() <= 0 ? SimpleType.INTEGER : SimpleType.NUMBER;
    }
    if (value instanceof Boolean) {
      return SimpleType.BOOLEAN;
    }
    if (value instanceof List) {
      return SimpleType.ARRAY;
    }
    return value instanceof Map ? SimpleType.OBJECT : SimpleType.STRING;
  }
}
