package dev.roost.platform.auth.oauth2;

/** A token is good, but its owner may not come in. It has no stack trace. */
public final class CallerRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a reason that repeats nothing of the token. */
  public CallerRefusedException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
