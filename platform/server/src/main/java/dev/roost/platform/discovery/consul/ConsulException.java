package dev.roost.platform.discovery.consul;

/** Consul did not do what it was asked. */
final class ConsulException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConsulException(String message) {
    super(message, null, false, false);
  }
}
