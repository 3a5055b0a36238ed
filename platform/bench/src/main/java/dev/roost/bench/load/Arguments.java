package dev.roost.bench.load;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options as they were given. */
final class Arguments {
  private final Map<String, String> values = new HashMap<>();

  /** Takes names and values, in turn; of one that comes twice the last holds. */
  Arguments(List<String> words, List<String> known) {
    for (int i = 0; i < words.size(); i += 2) {
      if (!known.contains(words.get(i))) {
        throw new IllegalArgumentException("There is no option " + words.get(i));
      }
      values.put(words.get(i), i + 1 < words.size() ? words.get(i + 1) : "");
    }
  }

  Options.Mode mode(String name) {
    String value = values.getOrDefault(name, Options.Mode.ALL.text());
    for (Options.Mode mode : Options.Mode.values()) {
      if (mode.text().equals(value)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        name + " is " + Options.Mode.NAMES + ", and not '" + value + "'");
  }

  int number(String name, int absent, int max) {
    String value = values.getOrDefault(name, String.valueOf(absent));
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is out of bounds
    }
    throw new IllegalArgumentException(
        name + " is a number from 1 to " + max + ", and not '" + value + "'");
  }

  Optional<Path> directory(String name) {
    if ("".equals(values.get(name))) {
      throw new IllegalArgumentException(name + " needs a directory");
    }
    return Optional.ofNullable(values.get(name)).map(Path::of);
  }
}
