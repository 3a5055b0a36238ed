package dev.roost.launcher;

import dev.roost.platform.plugin.PluginCode;
import io.vertx.core.Future;

/** Finds verticles inside plugins, for those that are named {@code plugin:<id>/<class>}. */
@FunctionalInterface
public interface PluginCodes {
  /**
   * The verticle of that name; fails with what is wrong if there is no such plugin or class.
   *
   * @param name {@code plugin:<id>/<class>}
   */
  Future<PluginCode> find(String name);
}
