package dev.roost.launcher.config;

import dev.roost.launcher.config.ConfigSchema.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in words what is wrong with a draft, as the schema sees it. */
final class Faults {
  private static final int LONGEST_VALUE = 80;

  private final ConfigSchema schema;
  private final ConfigDraft draft;
  private final Map<Pointer, ConfigError> found = new LinkedHashMap<>();

  private Faults(ConfigSchema schema, ConfigDraft draft) {
    this.schema = schema;
    this.draft = draft;
  }

  /** Every place that does not fit the schema, each once. */
  static List<ConfigError> of(ConfigSchema schema, ConfigDraft draft) {
    Faults faults = new Faults(schema, draft);
    schema.validate(draft.tree()).forEach(faults::add);
    return List.copyOf(faults.found.values());
  }

  private void add(Violation violation) {
    Pointer pointer = violation.pointer();
    if (violation.isOfNames()) {
      badNames(pointer);
    } else if (violation.keyword().equals("required")) {
      missing(pointer);
    } else if (violation.keyword().equals("false")) {
      report(pointer, unknownKey(pointer));
    } else {
      report(pointer, badValue(pointer));
    }
  }

  private void report(Pointer pointer, String problem) {
    String source = draft.nearestSource(pointer);
    found.putIfAbsent(pointer, new ConfigError(pointer.toString(), source, problem));
  }

  private String badValue(Pointer pointer) {
    Optional<SchemaNode> node = schema.root().find(pointer);
    return "is "
        + node.map(known -> value(known, pointer)).orElse("not allowed")
        + "; allowed: "
        + node.map(SchemaNode::allowed).orElse("nothing");
  }

  private String value(SchemaNode node, Pointer pointer) {
    Object value = JsonTree.find(draft.tree(), pointer).orElse(null);
    if (node.holdsSecret() && value != null) {
      return "*** (not shown)";
    }
    if (value instanceof JsonObject) {
      return "an object";
    }
    if (value instanceof JsonArray) {
      return "a list";
    }
    String text = value instanceof String ? '"' + value.toString() + '"' : String.valueOf(value);
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }

  private String unknownKey(Pointer pointer) {
    SchemaNode section = schema.root().find(pointer.parent()).orElseThrow();
    Optional<String> hint =
        Nearest.to(pointer.last(), section.keys())
            .map(key -> pointer.parent().child(key).toString())
            .or(() -> elsewhere(pointer.last()));
    return "unknown key; "
        + hint.map(key -> "did you mean " + key + "?")
            .orElse("known here: " + String.join(", ", section.keys()));
  }

  /** A key of that very name in another section. */
  private Optional<String> elsewhere(String name) {
    return schema.leaves().stream()
        .filter(leaf -> leaf.last().equalsIgnoreCase(name))
        .findFirst()
        .map(Pointer::toString);
  }

  private void missing(Pointer pointer) {
    SchemaNode node = schema.root().find(pointer).orElseThrow();
    JsonObject object = (JsonObject) JsonTree.find(draft.tree(), pointer).orElseThrow();
    List<String> absent = new ArrayList<>(node.required());
    absent.removeAll(object.fieldNames());
    for (String key : absent) {
      SchemaNode child = node.child(key).orElseThrow();
      report(pointer.child(key), "is missing; expected " + child.allowed() + meant(pointer));
    }
  }

  /** An entry of a map that is probably one of the map's known names, misspelt. */
  private String meant(Pointer pointer) {
    SchemaNode map = schema.root().find(pointer.parent()).orElseThrow();
    return Nearest.to(pointer.last(), map.keys())
        .map(name -> "; or did you mean " + pointer.parent().child(name) + "?")
        .orElse("");
  }

  private void badNames(Pointer pointer) {
    SchemaNode names = schema.root().find(pointer).flatMap(SchemaNode::names).orElseThrow();
    Stream<String> present =
        JsonTree.find(draft.tree(), pointer)
            .map(map -> ((JsonObject) map).fieldNames().stream())
            .orElseGet(Stream::empty);
    present
        .filter(name -> !names.accepts(name))
        .forEach(name -> report(pointer.child(name), "is no name; allowed: " + names.allowed()));
  }
}
