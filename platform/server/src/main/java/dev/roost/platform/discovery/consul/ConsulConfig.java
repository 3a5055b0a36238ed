package dev.roost.platform.discovery.consul;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code discovery.consul}.
 *
 * @param enabled whether agents are registered, and those of others are found
 * @param url where Consul's HTTP API is, without a slash at its end
 * @param token what is shown to it
 * @param service the service that all agents are instances of
 * @param tags further tags of this node's agents
 * @param checkSeconds how often Consul looks at an agent's health
 */
public record ConsulConfig(
    boolean enabled,
    String url,
    Optional<Secret> token,
    String service,
    List<String> tags,
    int checkSeconds) {
  /** Copies the list. */
  public ConsulConfig {
    requireNonNull(url, "url");
    requireNonNull(token, "token");
    requireNonNull(service, "service");
    tags = List.copyOf(tags);
  }

  /** Reads the section, whose keys are all there and have been checked. */
  public static ConsulConfig of(JsonObject section) {
    return new ConsulConfig(
        section.getBoolean("enabled"),
        section.getString("url").replaceAll("/+$", ""),
        Optional.ofNullable((Secret) section.getValue("token")),
        section.getString("service"),
        section.getJsonArray("tags").stream().map(String.class::cast).toList(),
        section.getInteger("checkSeconds"));
  }
}
