package dev.roost.platform.plugin;

/** Names of the form {@code plugin:<id>/<class>}. */
record PluginNames(String id, String className) {
  static final String PREFIX = "plugin:";

  /**
   * @throws IllegalArgumentException if it is not such a name
   */
  static PluginNames parse(String name) {
    int slash = name.indexOf('/');
    if (!name.startsWith(PREFIX) || slash <= PREFIX.length() || slash == name.length() - 1) {
      throw new IllegalArgumentException("not of the form plugin:<id>/<class>: " + name);
    }
    return new PluginNames(name.substring(PREFIX.length(), slash), name.substring(slash + 1));
  }
}
