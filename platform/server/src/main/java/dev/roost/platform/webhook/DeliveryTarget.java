package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/** What is known of a target when something is due for it. */
public sealed interface DeliveryTarget {
  /**
   * It takes deliveries.
   *
   * @param url where to
   * @param signer signs them
   * @param headers what is sent besides ours, which come before it
   * @param profile how patiently
   * @param health hears how it goes
   */
  record Open(
      String url,
      AttemptSigner signer,
      Map<String, String> headers,
      DeliveryProfile profile,
      TargetHealth health)
      implements DeliveryTarget {
    /** Refuses missing parts. */
    public Open {
      requireNonNull(url, "url");
      requireNonNull(signer, "signer");
      requireNonNull(profile, "profile");
      requireNonNull(health, "health");
      headers = Map.copyOf(headers);
    }
  }

  /** It takes nothing now, but may again. */
  record Disabled(Instant since) implements DeliveryTarget {}

  /** It does not want such events any more. */
  record Unwanted() implements DeliveryTarget {}

  /** It cannot be used, and will not be: why. */
  record Broken(String reason) implements DeliveryTarget {}
}
