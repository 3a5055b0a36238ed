package dev.roost.platform.http;

/** A certificate or key that cannot be used; says which setting led to it and why. */
final class TlsFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsFault(String message) {
    super(message, null, false, false);
  }
}
