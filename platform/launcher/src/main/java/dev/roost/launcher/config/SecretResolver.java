package dev.roost.launcher.config;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts secrets in the place of their references. Where the schema says that a value is a secret it
 * becomes a {@link Secret}; in configuration for foreign code, which does not know that type, it
 * becomes text.
 */
final class SecretResolver {
  private final Secrets secrets;
  private final ConfigDraft draft;
  private final List<ConfigError> errors = new ArrayList<>();

  SecretResolver(Secrets secrets, ConfigDraft draft) {
    this.secrets = secrets;
    this.draft = draft;
  }

  List<ConfigError> errors() {
    return errors;
  }

  /** A copy of {@code tree} with the secrets in it. */
  JsonObject resolve(SchemaNode schema, JsonObject tree) {
    return object(Optional.of(schema), tree, Pointer.ROOT, schema.isFreeForm());
  }

  private JsonObject object(
      Optional<SchemaNode> schema, JsonObject object, Pointer pointer, boolean free) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    for (String key : object.fieldNames()) {
      Optional<SchemaNode> child = schema.flatMap(node -> node.child(key));
      resolved.put(key, value(child, object.getValue(key), pointer.child(key), free));
    }
    return new JsonObject(resolved);
  }

  private @Nullable Object value(
      Optional<SchemaNode> schema, @Nullable Object value, Pointer pointer, boolean free) {
    boolean foreign = free || schema.map(SchemaNode::isFreeForm).orElse(false);
    if (value instanceof JsonObject object) {
      return object(schema, object, pointer, foreign);
    }
    if (value instanceof JsonArray array) {
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        String index = Integer.toString(i);
        Optional<SchemaNode> item = schema.flatMap(node -> node.child(index));
        items.add(value(item, array.getValue(i), pointer.child(index), foreign));
      }
      return new JsonArray(items);
    }
    if (value instanceof String text && Secrets.isReference(text)) {
      return reference(text, pointer, foreign, schema.map(SchemaNode::isSecret).orElse(false));
    }
    return value;
  }

  private Object reference(String text, Pointer pointer, boolean foreign, boolean secret) {
    if (!foreign && !secret) {
      return text;
    }
    try {
      String value = secrets.resolve(text);
      return secret ? Secret.of(value) : value;
    } catch (Secrets.UnresolvedException e) {
      String problem = text + " leads nowhere: " + e.getMessage();
      errors.add(new ConfigError(pointer.toString(), draft.nearestSource(pointer), problem));
      return text;
    }
  }
}
