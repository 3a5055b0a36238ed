package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What the section {@code discovery} says about agents elsewhere.
 *
 * @param agents those that it names
 * @param registries where others are listed
 * @param revocationList where those are listed that must not be asked
 */
public record RemoteConfig(
    List<RemoteAgent> agents, List<String> registries, Optional<String> revocationList) {
  /** Copies the lists. */
  public RemoteConfig {
    agents = List.copyOf(agents);
    registries = List.copyOf(registries);
    requireNonNull(revocationList, "revocationList");
  }

  /** Nothing but these agents. */
  public static RemoteConfig of(List<RemoteAgent> agents) {
    return new RemoteConfig(agents, List.of(), Optional.empty());
  }

  /** Reads the section, whose keys are all there and have been checked. */
  public static RemoteConfig of(JsonObject discovery) {
    return new RemoteConfig(
        RemoteAgent.of(discovery),
        discovery.getJsonArray("registries").stream().map(String.class::cast).toList(),
        Optional.ofNullable(discovery.getString("revocationList")));
  }
}
