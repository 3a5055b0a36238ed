package dev.roost.launcher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values from environment variables: {@code ROOST_HTTP_MAX_REQUEST_BYTES}, also written {@code
 * ROOST_HTTP_MAXREQUESTBYTES}, for {@code http.maxRequestBytes}; below them the variables of the
 * protocol's reference implementation. A variable that is set but empty counts as not set.
 */
final class EnvironmentLayer {
  private static final String PREFIX = "ROOST_";
  private static final Set<String> RESERVED =
      Set.of(
          "ROOST_HOME",
          "ROOST_JAVA_OPTS",
          "ROOST_CLASSPATH",
          "ROOST_LOG_LEVEL",
          "ROOST_MANAGEMENT");

  /** The reference's variables that have a counterpart here. */
  private static final Map<String, Pointer> REFERENCE =
      Map.of(
          "ASAP_RATE_LIMIT", Pointer.of("http", "rateLimit"),
          "ASAP_MAX_REQUEST_SIZE", Pointer.of("http", "maxRequestBytes"),
          "ASAP_DEBUG", Pointer.of("platform", "debug"),
          "ASAP_STORAGE_BACKEND", Pointer.of("state", "backend"),
          "ASAP_STORAGE_PATH", Pointer.of("state", "sqlite", "path"));

  private static final Set<String> YES = Set.of("true", "1", "yes");

  private final Overrides overrides;
  private final Map<String, Pointer> variables = new TreeMap<>();

  EnvironmentLayer(ConfigSchema schema) {
    this.overrides = new Overrides(schema.root());
    for (Pointer leaf : schema.leaves()) {
      names(leaf).forEach(name -> variables.put(name, leaf));
    }
  }

  /** The names of the variables that set the value at {@code leaf}. */
  static Set<String> names(Pointer leaf) {
    if (leaf.last().startsWith("$")) {
      return Set.of();
    }
    String joined = PREFIX + String.join("_", leaf.segments());
    Set<String> names = new TreeSet<>();
    names.add(joined.toUpperCase(Locale.ROOT));
    names.add(joined.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
    return names;
  }

  /** Lays the variables over the draft; answers warnings about names that mean nothing. */
  List<String> apply(Map<String, String> environment, ConfigDraft draft) {
    Map<String, String> sorted = new TreeMap<>(environment);
    sorted.values().removeIf(String::isEmpty);
    applyReference(sorted, draft);
    List<String> warnings = new ArrayList<>();
    sorted.forEach(
        (name, value) -> {
          Pointer leaf = variables.get(name);
          if (leaf != null) {
            overrides.set(draft, leaf, value, name);
          } else if (name.startsWith(PREFIX) && !RESERVED.contains(name)) {
            warnings.add(unknown(name));
          }
        });
    return warnings;
  }

  private void applyReference(Map<String, String> environment, ConfigDraft draft) {
    REFERENCE.forEach(
        (name, pointer) -> {
          String value = environment.get(name);
          if (value != null) {
            overrides.set(draft, pointer, understood(name, value), name);
          }
        });
  }

  /** The reference is lenient with some. */
  private static String understood(String name, String value) {
    return switch (name) {
      case "ASAP_DEBUG" -> bool(value);
      case "ASAP_STORAGE_BACKEND" -> value.strip().toLowerCase(Locale.ROOT);
      default -> value;
    };
  }

  private static String bool(String value) {
    return Boolean.toString(YES.contains(value.strip().toLowerCase(Locale.ROOT)));
  }

  private String unknown(String name) {
    Optional<String> nearest = Nearest.to(name, variables.keySet());
    return "The environment variable "
        + name
        + " means nothing to Roost"
        + nearest.map(known -> "; did you mean " + known + "?").orElse("");
  }
}
