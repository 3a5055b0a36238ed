package dev.roost.platform.websocket;

/** Why a connection is closed: RFC 6455, section 7.4, and the protocol's own 4401. */
enum CloseCode {
  /** The node stops, or nothing has come for too long. */
  GOING_AWAY(1001),
  /** Binary data, where only text is spoken. */
  NOT_TEXT(1003),
  /** Text that is not UTF-8. */
  NOT_UTF8(1007),
  /** Too many messages, fragments or control frames. */
  POLICY(1008),
  /** A message that is too long. */
  TOO_BIG(1009),
  /** The client does not read what it asked for. */
  TRY_AGAIN_LATER(1013),
  /** No credentials, or not good ones. */
  UNAUTHORIZED(4401);

  private final short code;

  CloseCode(int code) {
    this.code = (short) code;
  }

  short code() {
    return code;
  }
}
