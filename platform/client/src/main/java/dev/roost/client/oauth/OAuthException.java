package dev.roost.client.oauth;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * There is no token. The message says what was wrong, where, and what to do; nothing that an
 * identity provider or a browser sent is repeated in it. It has no stack trace.
 */
public final class OAuthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final OAuthProblem problem;
  private final transient Optional<Duration> retryAfter;

  private OAuthException(
      OAuthProblem problem,
      String message,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.problem = requireNonNull(problem, "problem");
    this.retryAfter = retryAfter;
  }

  static OAuthException of(OAuthProblem problem, String message) {
    return new OAuthException(problem, message, Optional.empty(), null);
  }

  /** The provider's server asks for patience. */
  static OAuthException busy(String message, Optional<Duration> retryAfter) {
    return new OAuthException(OAuthProblem.UNREACHABLE, message, retryAfter, null);
  }

  /** What went wrong below is of interest to who looks for the reason. */
  static OAuthException because(OAuthProblem problem, String message, Throwable cause) {
    return new OAuthException(problem, message, Optional.empty(), cause);
  }

  /** Whatever was thrown, as one of these. */
  static OAuthException from(Throwable failure) {
    return failure instanceof OAuthException known
        ? known
        : because(
            OAuthProblem.ANSWER,
            "No token, for a reason that is not foreseen: " + failure.getClass().getSimpleName(),
            failure);
  }

  /** Why there is none. */
  public OAuthProblem problem() {
    return problem;
  }

  /** After what time the provider wants to be asked again, if it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
