package dev.roost.outbound;

/**
 * A URL cannot be used. All of them say the same, since an answer that tells why would let others
 * look around in our network; the reason stands in the log. They have no stack trace and no cause.
 */
public abstract sealed class OutboundException extends RuntimeException
    permits UrlRefusedException, UrlUnresolvedException {
  private static final long serialVersionUID = 1L;

  OutboundException() {
    super("This URL cannot be used", null, false, false);
  }

  /** Whether the same URL may be usable later. For our own decisions, not to be told. */
  public abstract boolean retryable();
}
