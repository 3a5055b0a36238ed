package dev.roost.platform.auth.oauth2;

import org.jspecify.annotations.Nullable;

/** An identity provider does not tell what has to be known of a token. It has no stack trace. */
public final class ProviderUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a reason that is told in the log only. */
  public ProviderUnavailableException(String reason) {
    this(reason, null);
  }

  /** Because of a failure. */
  public ProviderUnavailableException(String reason, @Nullable Throwable cause) {
    super(reason, cause, false, false);
  }
}
