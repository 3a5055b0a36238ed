package dev.roost.spi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How hard the platform tries to deliver to an endpoint. */
public enum WebhookProfile {
  /** As the configuration says. */
  AUTO,
  /** As the reference of the protocol does: five more attempts in half a minute. */
  ASAP,
  /** As Standard Webhooks says: ten more attempts in three days. */
  DURABLE;

  /** Its name in messages, such as {@code durable}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The profile with that name. */
  public static Optional<WebhookProfile> of(String label) {
    return Arrays.stream(values()).filter(profile -> profile.label().equals(label)).findFirst();
  }
}
