package dev.roost.protocol.json;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one object that nobody asked for: they too may not stand twice, nor be too many. */
final class Strangers {
  private @Nullable Set<String> names;

  void add(JsonInput in, String name) {
    if (names == null) {
      names = new HashSet<>();
    }
    if (!names.add(name)) {
      throw in.duplicateKey();
    }
    if (names.size() > JsonInput.MAX_KEYS) {
      throw in.tooManyKeys();
    }
  }
}
