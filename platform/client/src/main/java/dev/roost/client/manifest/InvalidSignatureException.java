package dev.roost.client.manifest;

/** A document is not what the key has signed. */
public final class InvalidSignatureException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidSignatureException(String reason) {
    super(reason);
  }
}
