package dev.roost.platform.webhook;

import org.jspecify.annotations.Nullable;

/** Secrets cannot be sealed or opened. The message says what to do, and shows nothing of them. */
public final class SealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SealException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A text was sealed with another key, or changed since; the message says what to do. */
  public static SealException otherKey() {
    return new SealException(
        "A secret of a webhook was sealed with another key, or damaged since; put back the"
            + " webhook.sealingKey or the file webhook.key that it was sealed with",
        null);
  }
}
