package dev.roost.platform.webhook.endpoint;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import java.util.List;
import java.util.Map;

/**
 * What somebody subscribes to.
 *
 * @param owner whose tasks
 * @param url where their events go; checked when it is registered
 * @param events which events
 * @param profile how hard it is tried
 * @param headers sent besides those of the platform, names in lower case
 * @param kind what deliveries are signed with
 */
public record Registration(
    String owner,
    String url,
    List<String> events,
    WebhookProfile profile,
    Map<String, String> headers,
    SealedKey.Kind kind) {
  private static final int LONGEST_OWNER = 1_024;

  /**
   * Checks all but the URL.
   *
   * @throws IllegalArgumentException if something is wrong, saying where and why
   */
  public Registration {
    requireNonNull(url, "url");
    requireNonNull(profile, "profile");
    requireNonNull(kind, "kind");
    if (owner.isEmpty() || owner.length() > LONGEST_OWNER) {
      throw new IllegalArgumentException(
          "/owner must be a text of 1 to " + LONGEST_OWNER + " characters");
    }
    events = EventTypes.check(events);
    headers = ExtraHeaders.check(headers);
  }
}
