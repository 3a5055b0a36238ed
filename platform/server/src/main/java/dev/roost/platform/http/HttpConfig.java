package dev.roost.platform.http;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The section {@code http}, with what the binding needs of {@code platform}.
 *
 * @param host the address to listen on
 * @param port the port, 0 for any free one
 * @param maxRequestBytes how long a body may be, before and after inflation
 * @param maxConnections how many connections may be open
 * @param maxConnectionsPerAddress how many of them from one address
 * @param shutdown how long a stop waits for answers that are owed
 * @param tls where the certificate is; without one the port speaks clear text
 * @param trustedProxies the proxies that may tell for whom they send
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
    Optional<TlsFiles> tls,
    List<AddressRange> trustedProxies,
    String publicUrl,
    AgentUrn defaultAgent) {
  /** Refuses missing parts. */
  public HttpConfig {
    requireNonNull(host, "host");
    requireNonNull(shutdown, "shutdown");
    requireNonNull(tls, "tls");
    trustedProxies = List.copyOf(trustedProxies);
    requireNonNull(publicUrl, "publicUrl");
    requireNonNull(defaultAgent, "defaultAgent");
  }

  /**
   * Reads the sections, whose keys are all there and have been checked.
   *
   * @param paths where a path of the configuration leads
   */
  public static HttpConfig of(JsonObject http, JsonObject platform, Function<String, Path> paths) {
    String url = platform.getString("publicUrl");
    return new HttpConfig(
        http.getString("host"),
        http.getInteger("port"),
        http.getInteger("maxRequestBytes"),
        http.getInteger("maxConnections"),
        http.getInteger("maxConnectionsPerAddress"),
        Duration.ofSeconds(platform.getLong("shutdownSeconds")),
        tls(http.getJsonObject("tls"), paths),
        http.getJsonArray("trustedProxies").stream()
            .map(range -> AddressRange.parse((String) range))
            .toList(),
        url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
        AgentUrn.of(platform.getString("defaultAgent")));
  }

  private static Optional<TlsFiles> tls(JsonObject tls, Function<String, Path> paths) {
    return Optional.ofNullable(tls.getString("certificate"))
        .map(
            certificate ->
                new TlsFiles(paths.apply(certificate), paths.apply(tls.getString("key"))));
  }
}
