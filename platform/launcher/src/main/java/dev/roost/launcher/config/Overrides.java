package dev.roost.launcher.config;

import java.util.ArrayList;
import java.util.List;

/** Values of {@code --set path=value}. */
final class Overrides {
  private final SchemaNode schema;

  Overrides(SchemaNode schema) {
    this.schema = schema;
  }

  /** Lays the options over the draft; answers those that have not the form of one. */
  List<ConfigError> apply(List<String> options, ConfigDraft draft) {
    List<ConfigError> errors = new ArrayList<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        errors.add(new ConfigError("", "--set", "expected key=value, such as http.port=9000"));
        continue;
      }
      String key = option.substring(0, equals);
      set(draft, pointer(key), option.substring(equals + 1), "--set " + key);
    }
    return errors;
  }

  /** Sets a value that was given as text, reading it as JSON unless text is what is allowed. */
  void set(ConfigDraft draft, Pointer pointer, String text, String source) {
    draft.set(pointer, value(pointer, text), source);
  }

  private Object value(Pointer pointer, String text) {
    if (schema.find(pointer).map(SchemaNode::isText).orElse(false)) {
      return text;
    }
    try {
      return LocatedJson.parse(text).value();
    } catch (MalformedJsonException e) {
      return text;
    }
  }

  /** Dots between keys; a JSON pointer where a key has a dot itself. */
  private static Pointer pointer(String key) {
    return key.startsWith("/") ? Pointer.parse(key) : new Pointer(List.of(key.split("\\.", -1)));
  }
}
