package dev.roost.platform.websocket;

/** A client that breaks a rule of the transport; the connection is closed. */
final class ProtocolViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final CloseCode code;

  ProtocolViolation(CloseCode code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  CloseCode code() {
    return code;
  }
}
