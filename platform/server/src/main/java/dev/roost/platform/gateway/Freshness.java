package dev.roost.platform.gateway;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Refuses envelopes that were sent too long ago or in the future. Both bounds are still inside. An
 * envelope that does not say when it was sent passes only where nothing depends on it: otherwise
 * leaving the timestamp out would be the way around the window.
 */
public final class Freshness {
  /** How old an envelope may be, in seconds. */
  static final long MAX_AGE_SECONDS = 300;

  /** How far in the future an envelope may be, in seconds. */
  static final long MAX_FUTURE_SECONDS = 30;

  private static final DateTimeFormatter WHOLE_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private final Clock clock;
  private final boolean required;

  /**
   * @param required whether an envelope must say when it was sent
   */
  public Freshness(Clock clock, boolean required) {
    this.clock = clock;
    this.required = required;
  }

  /**
   * Looks at one envelope.
   *
   * @throws AsapException -32002
   */
  void check(Envelope envelope) {
    Instant timestamp = envelope.timestamp();
    if (timestamp == null) {
      if (required) {
        throw AsapException.of(
            ErrorCode.INVALID_TIMESTAMP,
            "Envelope timestamp is required",
            new JsonObject().put("envelope_id", envelope.id()));
      }
      return;
    }
    double age = seconds(Duration.between(timestamp, clock.instant()));
    if (age > MAX_AGE_SECONDS) {
      throw stale(envelope, timestamp, age);
    }
    if (-age > MAX_FUTURE_SECONDS) {
      throw future(envelope, timestamp, -age);
    }
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  /** As the reference writes it: a fraction only if there is one. */
  private static String written(Instant timestamp) {
    return (timestamp.getNano() == 0 ? WHOLE_SECONDS : MICROSECONDS)
        .format(timestamp.atOffset(ZoneOffset.UTC));
  }

  private static AsapException stale(Envelope envelope, Instant timestamp, double age) {
    return AsapException.of(
        ErrorCode.INVALID_TIMESTAMP,
        String.format(
            Locale.ROOT,
            "Envelope timestamp is too old: %.1f seconds (max: %d seconds)",
            age,
            MAX_AGE_SECONDS),
        new JsonObject()
            .put("timestamp", written(timestamp))
            .put("age_seconds", age)
            .put("envelope_id", envelope.id())
            .put("max_age_seconds", MAX_AGE_SECONDS));
  }

  private static AsapException future(Envelope envelope, Instant timestamp, double offset) {
    return AsapException.of(
        ErrorCode.INVALID_TIMESTAMP,
        String.format(
            Locale.ROOT,
            "Envelope timestamp is too far in the future: %.1f seconds (max tolerance: %d seconds)",
            offset,
            MAX_FUTURE_SECONDS),
        new JsonObject()
            .put("timestamp", written(timestamp))
            .put("future_offset_seconds", offset)
            .put("envelope_id", envelope.id())
            .put("max_future_tolerance_seconds", MAX_FUTURE_SECONDS));
  }
}
