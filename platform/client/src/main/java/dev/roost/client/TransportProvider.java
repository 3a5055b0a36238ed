package dev.roost.client;

/**
 * Makes {@link Transport}s; found by {@link java.util.ServiceLoader}, by the class loader of the
 * client.
 */
public interface TransportProvider {
  /** The protocol's name, by which {@link AsapClientBuilder#transport} chooses it. */
  String name();

  /** A transport to the agent of the context. Opens nothing yet. */
  Transport create(TransportContext context);
}
