package dev.roost.platform.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of one generation of a plugin. What plugin and platform must share comes from the
 * platform; the JDK comes from the JDK; everything else only from the plugin's own jar.
 */
final class PluginClassLoader extends URLClassLoader {
  /** What plugins share with the platform, and may not bring themselves. */
  static final List<String> SHARED =
      List.of(
          "dev.roost.protocol.",
          "dev.roost.agent.",
          "dev.roost.spi.",
          "io.vertx.",
          "io.netty.",
          "org.slf4j.");

  private static final String NAME_PREFIX = "plugin:";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host = PluginClassLoader.class.getClassLoader();

  PluginClassLoader(String id, long generation, Path jar) {
    super(
        NAME_PREFIX + id + "@" + generation,
        new URL[] {url(jar)},
        ClassLoader.getPlatformClassLoader());
  }

  /** Whether that is the name of a plugin's class loader. */
  static boolean isPluginName(String loaderName) {
    return loaderName.startsWith(NAME_PREFIX);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    for (String prefix : SHARED) {
      if (name.startsWith(prefix)) {
        return host.loadClass(name);
      }
    }
    return super.loadClass(name, resolve);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a file: " + jar, e);
    }
  }
}
