package dev.roost.protocol.json;

/** The text is not JSON, or goes beyond a limit of the reader. It has no stack trace. */
public final class InvalidJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason, which repeats nothing of the input. */
  public InvalidJsonException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
