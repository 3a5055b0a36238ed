package dev.roost.launcher;

import io.vertx.core.Future;

/** Finds classes inside plugins, for verticles that are named {@code plugin:<id>/<class>}. */
@FunctionalInterface
public interface PluginClasses {
  /**
   * The class of that name in the plugin's current generation; fails if there is no such plugin or
   * class.
   */
  Future<Class<?>> find(String pluginId, String className);
}
