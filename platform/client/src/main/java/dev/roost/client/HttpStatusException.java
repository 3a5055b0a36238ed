package dev.roost.client;

import dev.roost.protocol.RpcError;

/** The peer answered with a status that is no answer of the protocol. */
public final class HttpStatusException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the status
   * @param error what its body and headers say, as an error of the protocol
   */
  public HttpStatusException(int status, RpcError error) {
    super(error, fate(status), null);
    this.status = status;
  }

  static Fate fate(int status) {
    return switch (status) {
      case 408, 425, 429, 503 -> Fate.NOT_TAKEN;
      default -> status >= 500 ? Fate.UNKNOWN : Fate.ANSWERED;
    };
  }

  /** The status. */
  public int status() {
    return status;
  }
}
