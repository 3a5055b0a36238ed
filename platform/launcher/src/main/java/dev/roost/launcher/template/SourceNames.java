package dev.roost.launcher.template;

import javax.lang.model.SourceVersion;

/** Java names made of agents' names. */
final class SourceNames {
  private SourceNames() {}

  /** A name without hyphens that may stand in a package. */
  static String identifier(String name) {
    String plain = name.replaceAll("[^a-zA-Z0-9]", "");
    return SourceVersion.isKeyword(plain) || plain.isEmpty() ? plain + "_" : plain;
  }
}
