package dev.roost.platform.discovery.dnssd;

import java.io.IOException;

/** Tells the network of services. Its methods block. */
interface Announcer extends AutoCloseable {
  /** Tells of a service. */
  void announce(Service service) throws IOException;

  /** Tells that it is gone. */
  void withdraw(Service service);

  /** Takes everything back. */
  @Override
  void close() throws IOException;

  /** Begins to speak. */
  @FunctionalInterface
  interface Opening {
    Announcer open() throws IOException;
  }
}
