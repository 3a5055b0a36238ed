package dev.roost.platform.http;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * The section {@code http}, with what the binding needs of {@code platform}.
 *
 * @param host the address to listen on
 * @param port the port, 0 for any free one
 * @param maxRequestBytes how long a body may be, before and after inflation
 * @param maxConnections how many connections may be open
 * @param maxConnectionsPerAddress how many of them from one address
 * @param shutdown how long a stop waits for answers that are owed
 * @param publicUrl how the platform is reached from outside, without a slash at its end
 * @param defaultAgent the agent at the root
 */
public record HttpConfig(
    String host,
    int port,
    int maxRequestBytes,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration shutdown,
    String publicUrl,
    AgentUrn defaultAgent) {
  /** Refuses missing parts. */
  public HttpConfig {
    requireNonNull(host, "host");
    requireNonNull(shutdown, "shutdown");
    requireNonNull(publicUrl, "publicUrl");
    requireNonNull(defaultAgent, "defaultAgent");
  }

  /** Reads the sections, whose keys are all there and have been checked against the schema. */
  public static HttpConfig of(JsonObject http, JsonObject platform) {
    String url = platform.getString("publicUrl");
    return new HttpConfig(
        http.getString("host"),
        http.getInteger("port"),
        http.getInteger("maxRequestBytes"),
        http.getInteger("maxConnections"),
        http.getInteger("maxConnectionsPerAddress"),
        Duration.ofSeconds(platform.getLong("shutdownSeconds")),
        url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
        AgentUrn.of(platform.getString("defaultAgent")));
  }
}
