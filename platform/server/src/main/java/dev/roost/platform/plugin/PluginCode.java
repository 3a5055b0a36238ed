package dev.roost.platform.plugin;

import io.vertx.core.Deployable;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * A verticle class inside a plugin's jar, for an operator who deploys it by name. It has a class
 * loader of its own, so it is not touched when the plugin is replaced.
 *
 * @param verticles makes an instance; throws {@link IllegalArgumentException} if it cannot
 * @param loader to be given to {@code DeploymentOptions.setClassLoader}
 */
public record PluginCode(Supplier<Deployable> verticles, ClassLoader loader)
    implements AutoCloseable {
  /** To be called when the verticle is undeployed. */
  @Override
  public void close() throws IOException {
    if (loader instanceof PluginClassLoader plugin) {
      plugin.close();
    }
  }
}
