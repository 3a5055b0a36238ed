package dev.roost.launcher.config;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.roost.platform.discovery.TreeNodeFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schema of the configuration: what is allowed, and what holds where nothing is said. */
final class ConfigSchema {
  private static final String RESOURCE = "platform.schema.json";

  private final SchemaNode root;
  private final Validator validator;
  private final URI uri;

  private ConfigSchema(JsonObject schema) {
    this.root = SchemaNode.root(schema);
    this.validator =
        new ValidatorFactory()
            .withJsonNodeFactory(new TreeNodeFactory())
            // the schema is ours and checked by a test; checking it again doubles the time to start
            .withDisabledSchemaValidation(true)
            .createValidator();
    this.uri = validator.registerSchema((Object) schema);
  }

  static ConfigSchema load() {
    try (InputStream in = ConfigSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the program's jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ConfigSchema((JsonObject) LocatedJson.parse(text).value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SchemaNode root() {
    return root;
  }

  /** The places where {@code tree} does not fit, each with the schema keyword it offends. */
  List<Violation> validate(JsonObject tree) {
    return validator.validate(uri, (Object) tree).getErrors().stream()
        .map(ConfigSchema::violation)
        .toList();
  }

  private static Violation violation(dev.harrel.jsonschema.Error error) {
    return new Violation(
        Pointer.parse(error.getInstanceLocation()),
        keyword(error.getKeyword()),
        error.getEvaluationPath().contains("/propertyNames"));
  }

  private static String keyword(@Nullable String keyword) {
    return keyword == null ? "false" : keyword;
  }

  /** Every key that holds a value rather than further keys. */
  List<Pointer> leaves() {
    List<Pointer> leaves = new ArrayList<>();
    collect(root, Pointer.ROOT, leaves);
    return leaves;
  }

  private static void collect(SchemaNode node, Pointer pointer, List<Pointer> leaves) {
    if (!node.isSection()) {
      leaves.add(pointer);
      return;
    }
    for (String key : node.keys()) {
      collect(node.child(key).orElseThrow(), pointer.child(key), leaves);
    }
  }

  /** What holds when nothing is configured. */
  JsonObject defaults() {
    return withDefaults(new JsonObject());
  }

  /** A copy of {@code tree} in which every absent key has its default. */
  JsonObject withDefaults(JsonObject tree) {
    JsonObject full = (JsonObject) JsonTree.copy(tree);
    fill(root, full);
    return full;
  }

  private static void fill(SchemaNode node, Object value) {
    if (value instanceof JsonObject object && !node.isFreeForm()) {
      List<String> unnamed = new ArrayList<>(object.fieldNames());
      unnamed.removeAll(node.keys());
      node.keys().forEach(key -> fillKey(node.child(key).orElseThrow(), object, key));
      unnamed.forEach(key -> fillPresent(node, toEnd(object, key), key));
    } else if (value instanceof JsonArray array) {
      array.forEach(item -> fillPresent(node, item, "0"));
    }
  }

  private static void fillKey(SchemaNode node, JsonObject object, String key) {
    if (object.containsKey(key)) {
      toEnd(object, key);
    } else if (node.hasDefault()) {
      object.put(key, JsonTree.copy(node.defaultValue()));
    } else if (node.isSection()) {
      object.put(key, new JsonObject());
    }
    fill(node, object.getValue(key));
  }

  /** Brings the keys into the schema's order, whatever the order of the file. */
  private static Object toEnd(JsonObject object, String key) {
    Object value = object.remove(key);
    object.put(key, value);
    return value;
  }

  private static void fillPresent(SchemaNode parent, Object value, String key) {
    parent.child(key).ifPresent(node -> fill(node, value));
  }

  /**
   * A place that does not fit.
   *
   * @param keyword the keyword that it offends; {@code false} for a key that may not be there
   * @param isOfNames whether it is a name in the map that offends
   */
  record Violation(Pointer pointer, String keyword, boolean isOfNames) {}
}
