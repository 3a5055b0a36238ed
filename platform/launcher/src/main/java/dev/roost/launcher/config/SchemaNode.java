package dev.roost.launcher.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One place of the configuration's schema, {@code $ref} resolved. */
final class SchemaNode {
  private final JsonObject root;
  private final JsonObject json;

  private SchemaNode(JsonObject root, JsonObject json) {
    this.root = root;
    this.json = json;
  }

  static SchemaNode root(JsonObject schema) {
    return new SchemaNode(schema, schema);
  }

  private SchemaNode at(JsonObject schema) {
    String reference = schema.getString("$ref");
    if (reference == null) {
      return new SchemaNode(root, schema);
    }
    JsonObject target =
        (JsonObject) JsonTree.find(root, Pointer.parse(reference.substring(1))).orElseThrow();
    return new SchemaNode(root, target.copy().mergeIn(schema));
  }

  /** The keys that the schema names. */
  Set<String> keys() {
    return json.getJsonObject("properties", new JsonObject()).fieldNames();
  }

  /** What stands at a key or index of the value that this node describes. */
  Optional<SchemaNode> child(String segment) {
    JsonObject named = json.getJsonObject("properties", new JsonObject()).getJsonObject(segment);
    if (named != null) {
      return Optional.of(at(named));
    }
    return hasType("array") ? nested("items") : nested("additionalProperties");
  }

  /** The schema of a map's names. */
  Optional<SchemaNode> names() {
    return nested("propertyNames");
  }

  private Optional<SchemaNode> nested(String keyword) {
    return json.getValue(keyword) instanceof JsonObject schema
        ? Optional.of(at(schema))
        : Optional.empty();
  }

  Optional<SchemaNode> find(Pointer pointer) {
    Optional<SchemaNode> node = Optional.of(this);
    for (String segment : pointer.segments()) {
      node = node.flatMap(found -> found.child(segment));
    }
    return node;
  }

  boolean hasDefault() {
    return json.containsKey("default");
  }

  Object defaultValue() {
    return json.getValue("default");
  }

  /** Says whether the value is a secret, written as a reference. */
  boolean isSecret() {
    return json.getBoolean("writeOnly", false);
  }

  /** Says whether the value is a secret or holds one. */
  boolean holdsSecret() {
    return isSecret()
        || nested("items").map(SchemaNode::holdsSecret).orElse(false)
        || nested("additionalProperties").map(SchemaNode::holdsSecret).orElse(false)
        || keys().stream().map(this::child).anyMatch(node -> node.orElseThrow().holdsSecret());
  }

  /** Says whether this is a section: its keys are named and other keys are refused. */
  boolean isSection() {
    return !keys().isEmpty();
  }

  /** Says whether the value goes to foreign code as it is. */
  boolean isFreeForm() {
    return hasType("object")
        && !isSection()
        && nested("additionalProperties").isEmpty()
        && !Boolean.FALSE.equals(json.getValue("additionalProperties"));
  }

  boolean hasType(String type) {
    Object types = json.getValue("type");
    return types instanceof JsonArray several ? several.contains(type) : type.equals(types);
  }

  /** The keys that must be there. */
  List<String> required() {
    return json.getJsonArray("required", new JsonArray()).stream().map(Object::toString).toList();
  }

  /** Says whether a text has the form that is asked for. */
  boolean accepts(String text) {
    return text.length() <= json.getInteger("maxLength", Integer.MAX_VALUE)
        && Pattern.compile(json.getString("pattern", "")).matcher(text).find();
  }

  /** Says whether only text is allowed, so that {@code 8080} is text too. */
  boolean isText() {
    return "string".equals(json.getValue("type"))
        || json.getJsonArray("enum", new JsonArray()).stream().anyMatch(String.class::isInstance);
  }

  /** What is allowed here, in words. */
  String allowed() {
    String words = json.getString("x-allowed");
    if (words != null) {
      return words;
    }
    if (json.containsKey("enum")) {
      List<String> values =
          json.getJsonArray("enum").stream().map(value -> '"' + value.toString() + '"').toList();
      return values.size() == 1 ? values.get(0) : "one of " + String.join(", ", values);
    }
    if (hasType("integer")) {
      return "a whole number" + bounds() + (hasType("null") ? ", or null" : "");
    }
    return json.getValue("type") instanceof String type ? withArticle(type) : "another value";
  }

  private String bounds() {
    Object least = json.getValue("minimum");
    Object most = json.getValue("maximum");
    if (least != null && least.equals(most)) {
      return ", only " + least;
    }
    return (least == null ? "" : " from " + least) + (most == null ? "" : " to " + most);
  }

  private static String withArticle(String type) {
    return switch (type) {
      case "object" -> "an object";
      case "array" -> "a list";
      case "boolean" -> "true or false";
      default -> "a " + type;
    };
  }
}
