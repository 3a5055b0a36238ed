package dev.roost.outbound;

/** A URL leads to where no URL may lead. */
public final class UrlRefusedException extends OutboundException {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean retryable() {
    return false;
  }
}
