package dev.roost.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A time that ends now. */
public enum UsagePeriod {
  /** The last 60 minutes. */
  HOUR,
  /** Since midnight, UTC. */
  DAY,
  /** The last 7 days. */
  WEEK;

  /**
   * The period of a name: {@code hour} or {@code h}; {@code day}, {@code d} or {@code today};
   * {@code week} or {@code w}.
   */
  public static Optional<UsagePeriod> named(String name) {
    return switch (name) {
      case "hour", "h" -> Optional.of(HOUR);
      case "day", "d", "today" -> Optional.of(DAY);
      case "week", "w" -> Optional.of(WEEK);
      default -> Optional.empty();
    };
  }

  /** When it began. */
  public Instant start(Instant now) {
    return switch (this) {
      case HOUR -> now.minus(Duration.ofHours(1));
      case DAY -> now.truncatedTo(ChronoUnit.DAYS);
      case WEEK -> now.minus(Duration.ofDays(7));
    };
  }
}
