package dev.roost.platform.state.transfer;

import org.jspecify.annotations.Nullable;

/** A transfer did not work; the message says why, and what to do. */
public final class TransferException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransferException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
