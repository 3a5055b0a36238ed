package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** How an attempt went. Its texts name neither URL nor secret. */
sealed interface DeliveryOutcome {
  /** The receiver has it. */
  record Delivered() implements DeliveryOutcome {}

  /**
   * It may work later.
   *
   * @param error what happened
   * @param asked for how long the receiver asks to be left alone
   * @param silent whether nobody answered
   */
  record Failed(String error, Optional<Duration> asked, boolean silent) implements DeliveryOutcome {
    /** Refuses missing parts. */
    public Failed {
      requireNonNull(error, "error");
      requireNonNull(asked, "asked");
    }
  }

  /** The receiver does not want this one, and will not later. */
  record Refused(String error) implements DeliveryOutcome {}

  /** The receiver wants nothing any more. */
  record Gone(String error) implements DeliveryOutcome {}

  /** It was cut off here, before anything was known. */
  record Aborted() implements DeliveryOutcome {}

  /** There was no answer. */
  static DeliveryOutcome unanswered(String error) {
    return new Failed(error, Optional.empty(), true);
  }

  /**
   * What an answer means.
   *
   * @param error status and what the receiver said
   * @param asked what its {@code Retry-After} says
   */
  static DeliveryOutcome of(
      DeliveryProfile profile, int status, String error, Optional<Duration> asked) {
    if (status >= 200 && status < 300) {
      return new Delivered();
    } else if (status == 410) {
      return new Gone(error);
    }
    return isFinal(profile, status) ? new Refused(error) : new Failed(error, asked, false);
  }

  private static boolean isFinal(DeliveryProfile profile, int status) {
    boolean fault = status >= 400 && status < 500;
    boolean passing = status == 408 || status == 425 || status == 429;
    return profile == DeliveryProfile.ASAP && fault && !passing;
  }
}
