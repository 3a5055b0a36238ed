package dev.roost.bench.frame;

/** What a frame holds: RFC 6455, section 5.2. */
public final class Opcode {
  /** A text. */
  public static final int TEXT = 1;

  /** The end of the connection. */
  public static final int CLOSE = 8;

  /** Are you there? */
  public static final int PING = 9;

  /** The answer to it. */
  public static final int PONG = 10;

  private Opcode() {}
}
