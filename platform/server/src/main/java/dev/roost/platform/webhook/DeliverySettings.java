package dev.roost.platform.webhook;

import java.time.Duration;

/**
 * The bounds of deliveries.
 *
 * @param attempt how long an attempt may take, whatever the receiver does
 * @param lease for how long what was taken is ours; a multiple of an attempt
 * @param readBytes how much of an answer is read
 * @param keptBytes how much of it is kept of a failure
 * @param inFlight attempts at the same time
 * @param perTarget of them, to one target
 * @param waiting taken and not begun
 * @param heldBytes bodies of what was taken; what comes beyond goes back
 * @param perSecond attempts to one target, and to one scheme, host and port
 * @param burst of them, in a row
 * @param stopping how long attempts may take that run when the node stops
 * @param backlog how long deliveries to an endpoint that is disabled are kept
 * @param userAgent who asks
 */
public record DeliverySettings(
    Duration attempt,
    Duration lease,
    int readBytes,
    int keptBytes,
    int inFlight,
    int perTarget,
    int waiting,
    long heldBytes,
    int perSecond,
    int burst,
    Duration stopping,
    Duration backlog,
    String userAgent) {
  /** For what is left to do when an attempt has ended: to write it down. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final int SHARE_OF_HEAP = 16;

  /**
   * @throws IllegalArgumentException if a lease is too short for an attempt
   */
  public DeliverySettings {
    if (lease.compareTo(attempt.plus(MARGIN)) <= 0) {
      throw new IllegalArgumentException(
          "a lease of " + lease + " is too short for attempts of " + attempt);
    }
  }

  /**
   * The shipped ones.
   *
   * @param version of the platform
   */
  public static DeliverySettings of(String version) {
    return new DeliverySettings(
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        64 * 1024,
        2 * 1024,
        500,
        8,
        4_096,
        Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
        10,
        10,
        Duration.ofSeconds(5),
        Duration.ofDays(30),
        "Roost-Webhook/" + version);
  }

  /** How long after it was taken an attempt may still begin. */
  Duration begin() {
    return lease.minus(attempt).minus(MARGIN);
  }
}
