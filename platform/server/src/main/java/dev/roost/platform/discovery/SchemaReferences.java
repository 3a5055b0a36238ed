package dev.roost.platform.discovery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the references in a schema lead somewhere, and that its regular expressions are some.
 * The validator finds out only when a value meets one; an author should know when the agent starts.
 */
final class SchemaReferences {
  private static final String OFFICIAL = "https://json-schema.org/draft/";
  private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef");

  /** Below these stands data, not schemas. */
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  private final List<JsonObject> resources = new ArrayList<>();
  private final Set<String> identifiers = new HashSet<>();
  private final Set<String> anchors = new HashSet<>();
  private final List<Reference> references = new ArrayList<>();

  SchemaReferences(JsonObject schema) {
    resources.add(schema);
    collect(schema, "");
  }

  /**
   * @throws IllegalArgumentException if one leads nowhere
   */
  void check() {
    for (Reference reference : references) {
      if (!leadsSomewhere(reference.target)) {
        throw new IllegalArgumentException(
            "not a valid JSON Schema: at '"
                + reference.place
                + "': the schema has no '"
                + reference.target
                + "', and references are never fetched");
      }
    }
  }

  private void collect(@Nullable Object node, String place) {
    if (node instanceof JsonObject object) {
      register(object, place);
      if (object.getValue("pattern") instanceof String pattern) {
        checkPattern(pattern, place + "/pattern");
      }
      if (object.getValue("patternProperties") instanceof JsonObject patterns) {
        patterns.fieldNames().forEach(p -> checkPattern(p, place + "/patternProperties"));
      }
      for (Map.Entry<String, Object> member : object) {
        if (!DATA.contains(member.getKey())) {
          collect(member.getValue(), place + "/" + member.getKey());
        }
      }
    } else if (node instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.getValue(i), place + "/" + i);
      }
    }
  }

  private void register(JsonObject object, String place) {
    if (object.getValue("$id") instanceof String id) {
      identifiers.add(lastPart(id));
      resources.add(object);
    }
    for (String key : List.of("$anchor", "$dynamicAnchor")) {
      if (object.getValue(key) instanceof String anchor) {
        anchors.add(anchor);
      }
    }
    for (String key : REFERENCES) {
      if (object.getValue(key) instanceof String target) {
        references.add(new Reference(place + "/" + key, target));
      }
    }
  }

  /** The validator leaves a keyword out whose regular expression it does not understand. */
  private static void checkPattern(String pattern, String place) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a valid JSON Schema: at '"
              + place
              + "': not a regular expression: "
              + e.getDescription());
    }
  }

  private boolean leadsSomewhere(String target) {
    int hash = target.indexOf('#');
    String document = hash < 0 ? target : target.substring(0, hash);
    String fragment = hash < 0 ? "" : decode(target.substring(hash + 1));
    if (document.startsWith(OFFICIAL)) {
      return true;
    }
    if (!document.isEmpty() && !identifiers.contains(lastPart(document))) {
      return false;
    }
    if (fragment.isEmpty()) {
      return true;
    }
    return fragment.startsWith("/")
        ? resources.stream().anyMatch(resource -> resolves(resource, fragment))
        : anchors.contains(fragment);
  }

  private static boolean resolves(JsonObject resource, String pointer) {
    Object current = resource;
    for (Object step : JsonPointers.parse(pointer)) {
      if (current instanceof JsonObject object) {
        current = object.getValue(step.toString());
      } else if (current instanceof JsonArray array
          && step instanceof Integer index
          && index < array.size()) {
        current = array.getValue(index);
      } else {
        return false;
      }
    }
    return current != null;
  }

  /** Relative references are told apart by their last part: good enough to find a slip. */
  private static String lastPart(String uri) {
    String path = uri.endsWith("#") ? uri.substring(0, uri.length() - 1) : uri;
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String decode(String fragment) {
    return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private record Reference(String place, String target) {}
}
