package dev.roost.client.webhook;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A request is no delivery that can be believed. The message repeats nothing of it. It has no stack
 * trace.
 */
public final class WebhookVerificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final WebhookRefusal reason;

  private WebhookVerificationException(
      WebhookRefusal reason, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.reason = requireNonNull(reason, "reason");
  }

  static WebhookVerificationException of(WebhookRefusal reason, String message) {
    return new WebhookVerificationException(reason, message, null);
  }

  /** Signed, but no event. */
  static WebhookVerificationException body(IllegalArgumentException cause) {
    return new WebhookVerificationException(
        WebhookRefusal.BODY, String.valueOf(cause.getMessage()), cause);
  }

  /** Why. */
  public WebhookRefusal reason() {
    return reason;
  }
}
