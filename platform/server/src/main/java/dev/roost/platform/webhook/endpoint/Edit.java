package dev.roost.platform.webhook.endpoint;

import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Other settings of an endpoint; what is empty stays as it is.
 *
 * @param url where events go
 * @param events which events
 * @param profile how hard it is tried
 * @param headers sent besides those of the platform
 */
public record Edit(
    Optional<String> url,
    Optional<List<String>> events,
    Optional<WebhookProfile> profile,
    Optional<Map<String, String>> headers) {
  /**
   * Checks all but the URL.
   *
   * @throws IllegalArgumentException if something is wrong, saying where and why
   */
  public Edit {
    events = events.map(EventTypes::check);
    headers = headers.map(ExtraHeaders::check);
  }

  WebhookEndpoint apply(WebhookEndpoint endpoint, Optional<String> checkedUrl) {
    return endpoint.with(
        checkedUrl.orElse(endpoint.url()),
        events.orElse(endpoint.events()),
        profile.orElse(endpoint.profile()),
        headers.orElse(endpoint.headers()));
  }
}
