package dev.roost.outbound;

/** The name in a URL has no address at the moment. */
public final class UrlUnresolvedException extends OutboundException {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean retryable() {
    return true;
  }
}
