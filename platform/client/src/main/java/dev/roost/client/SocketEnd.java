package dev.roost.client;

import org.jspecify.annotations.Nullable;

/**
 * How a connection ended.
 *
 * @param code of the close frame (RFC 6455, 7.4); {@value #BROKEN} if there was none
 * @param reason what it says
 */
record SocketEnd(int code, String reason) {
  /** Said by nobody: the connection is just gone. */
  static final int BROKEN = 1006;

  static final int NORMAL = 1000;
  static final int UNAUTHORIZED = 4401;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int UNSUPPORTED = 1003;
  private static final int INVALID_DATA = 1007;
  private static final int POLICY = 1008;
  private static final int TOO_LARGE = 1009;

  static SocketEnd broken(@Nullable Throwable cause) {
    return new SocketEnd(BROKEN, cause == null ? "" : cause.getClass().getSimpleName());
  }

  /** Whether the peer closed for the credentials' sake. */
  boolean isUnauthorized() {
    return code == UNAUTHORIZED;
  }

  /** Whether there was too much at once. */
  boolean isForTheRate() {
    return code == POLICY;
  }

  /** Whether the peer closed for what stood in a message; it would do so again. */
  boolean isForTheContent() {
    return code == PROTOCOL_ERROR
        || code == UNSUPPORTED
        || code == INVALID_DATA
        || code == TOO_LARGE;
  }
}
