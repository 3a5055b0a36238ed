package dev.roost.client;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The transports that there are. */
final class Transports {
  private Transports() {}

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names that there are
   */
  static TransportProvider named(String name) {
    List<String> known = new ArrayList<>();
    for (TransportProvider provider :
        ServiceLoader.load(TransportProvider.class, AsapClient.class.getClassLoader())) {
      if (provider.name().equals(name)) {
        return provider;
      }
      known.add(provider.name());
    }
    throw new IllegalArgumentException("no transport is named " + name + "; there are " + known);
  }
}
