package dev.roost.platform.state;

import org.jspecify.annotations.Nullable;

/** A database could not be opened; the message says what to do about it. */
public final class StateOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, where, and what to do
   */
  public StateOpenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
