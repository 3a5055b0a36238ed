package dev.roost.launcher.config;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration while it is put together: later layers over earlier ones, with sources. */
final class ConfigDraft {
  private final JsonObject tree;
  private final Map<Pointer, String> sources = new LinkedHashMap<>();
  private final Map<Pointer, Integer> lines;
  private final String fileName;

  private ConfigDraft(JsonObject tree, Map<Pointer, Integer> lines, String fileName) {
    this.tree = tree;
    this.lines = new HashMap<>(lines);
    this.fileName = fileName;
  }

  /** Nothing set yet. */
  static ConfigDraft empty() {
    return new ConfigDraft(new JsonObject(), Map.of(), "");
  }

  /** What a file says. */
  static ConfigDraft of(JsonObject tree, Map<Pointer, Integer> lines, String fileName) {
    return new ConfigDraft(tree, lines, fileName);
  }

  JsonObject tree() {
    return tree;
  }

  /** Sets a value over what earlier layers said. */
  void set(Pointer pointer, @Nullable Object value, String source) {
    JsonTree.put(tree, pointer, value);
    sources.keySet().removeIf(known -> known.startsWith(pointer));
    lines.keySet().removeIf(known -> known.startsWith(pointer));
    sources.put(pointer, source);
  }

  /** Sets what nobody has said of an entry of a list. */
  void fill(JsonObject entry, Pointer pointer, Object value, String source) {
    if (!entry.containsKey(pointer.last())) {
      entry.put(pointer.last(), value);
      sources.put(pointer, source);
    }
  }

  /** Where the value at {@code pointer} came from; empty if it is a default. */
  Optional<String> source(Pointer pointer) {
    if (sources.containsKey(pointer)) {
      return Optional.of(sources.get(pointer));
    }
    if (lines.containsKey(pointer)) {
      return Optional.of(fileName + ":" + lines.get(pointer));
    }
    return Optional.empty();
  }

  /** Where the value at {@code pointer}, or what is around it, came from. */
  String nearestSource(Pointer pointer) {
    Optional<String> source = source(pointer);
    return source.isPresent() || pointer.isRoot()
        ? source.orElse("")
        : nearestSource(pointer.parent());
  }
}
