package dev.roost.client;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The transports that there are. */
public final class Transports {
  private Transports() {}

  /** The names by which {@link AsapClientBuilder#transport} chooses one. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    providers().forEach(provider -> names.add(provider.name()));
    return names;
  }

  private static ServiceLoader<TransportProvider> providers() {
    return ServiceLoader.load(TransportProvider.class, AsapClient.class.getClassLoader());
  }

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names that there are
   */
  static TransportProvider named(String name) {
    for (TransportProvider provider : providers()) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("no transport is named " + name + "; there are " + names());
  }
}
