package dev.roost.outbound;

/** A text is not a URL that everybody reads the same way. It has no stack trace. */
public final class InvalidUrlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the reason, which repeats nothing of the text. */
  public InvalidUrlException(String reason) {
    super(reason);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
