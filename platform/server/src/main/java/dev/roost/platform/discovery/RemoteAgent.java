package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.client.manifest.ManifestKey;
import dev.roost.outbound.HttpUrl;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An agent elsewhere that the agents of this platform may call: an entry of {@code
 * discovery.remoteAgents}.
 *
 * @param urn its name
 * @param url its root, without a slash at its end
 * @param transport what carries the messages
 * @param token what is shown to it
 * @param manifestKeys of which one must have signed its manifest; it need not be signed without
 */
public record RemoteAgent(
    AgentUrn urn,
    String url,
    String transport,
    Optional<Secret> token,
    Set<ManifestKey> manifestKeys) {
  /**
   * @throws IllegalArgumentException if the URL is none
   */
  public RemoteAgent {
    requireNonNull(urn, "urn");
    url = HttpUrl.parse(url).toString().replaceAll("/+$", "");
    requireNonNull(transport, "transport");
    requireNonNull(token, "token");
    manifestKeys = Set.copyOf(manifestKeys);
  }

  /** Whether nothing may be sent to it before its manifest has been verified. */
  boolean mustBeSigned() {
    return !manifestKeys.isEmpty();
  }

  /** Those of the section {@code discovery}, in the order of their names. */
  public static List<RemoteAgent> of(JsonObject discovery) {
    JsonObject agents = discovery.getJsonObject("remoteAgents");
    return agents.fieldNames().stream()
        .sorted()
        .map(urn -> of(AgentUrn.of(urn), agents.getJsonObject(urn)))
        .toList();
  }

  private static RemoteAgent of(AgentUrn urn, JsonObject entry) {
    return new RemoteAgent(
        urn,
        entry.getString("url"),
        entry.getString("transport"),
        Optional.ofNullable((Secret) entry.getValue("token")),
        entry.getJsonArray("manifestKeys").stream()
            .map(key -> ManifestKey.of((String) key))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
