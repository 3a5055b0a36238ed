package dev.roost.platform.cluster;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The section {@code cluster}.
 *
 * @param enabled whether the node joins others
 * @param minimumMembers how many nodes must see each other
 * @param name only nodes of the same name join each other
 * @param host the address of Hazelcast, on a private interface
 * @param port of Hazelcast
 * @param busHost the address of the event bus
 * @param busPort of the event bus; 0 for a free one
 * @param members where other nodes may be
 * @param heartbeat how long a node may be silent before it counts as gone
 * @param hazelcast a Hazelcast configuration of the operator's own
 * @param tls the event bus's certificate
 */
public record ClusterConfig(
    boolean enabled,
    int minimumMembers,
    String name,
    String host,
    int port,
    String busHost,
    int busPort,
    List<String> members,
    Duration heartbeat,
    Optional<Path> hazelcast,
    Optional<Tls> tls) {
  /** Takes copies. */
  public ClusterConfig {
    requireNonNull(name, "name");
    requireNonNull(host, "host");
    requireNonNull(busHost, "busHost");
    members = List.copyOf(members);
    requireNonNull(heartbeat, "heartbeat");
    requireNonNull(hazelcast, "hazelcast");
    requireNonNull(tls, "tls");
  }

  /**
   * The certificate by which nodes know each other.
   *
   * @param certificate PEM file of this node's certificate
   * @param key PEM file of its private key
   * @param trust PEM file of those that other nodes' certificates must come from
   */
  public record Tls(Path certificate, Path key, Path trust) {}

  /**
   * Reads the section, whose keys are all there and have been checked against the schema.
   *
   * @param resolve where a path leads
   */
  public static ClusterConfig of(JsonObject cluster, Function<String, Path> resolve) {
    String host = cluster.getString("host");
    return new ClusterConfig(
        cluster.getBoolean("enabled"),
        cluster.getInteger("minimumMembers"),
        cluster.getString("name"),
        host,
        cluster.getInteger("port"),
        Optional.ofNullable(cluster.getString("busHost")).orElse(host),
        cluster.getInteger("busPort"),
        cluster.getJsonArray("members").stream().map(String.class::cast).toList(),
        Duration.ofSeconds(cluster.getLong("heartbeatSeconds")),
        Optional.ofNullable(cluster.getString("hazelcast")).map(resolve),
        tls(cluster.getJsonObject("tls"), resolve));
  }

  private static Optional<Tls> tls(JsonObject tls, Function<String, Path> resolve) {
    return Optional.ofNullable(tls.getString("certificate"))
        .map(
            certificate ->
                new Tls(
                    resolve.apply(certificate),
                    resolve.apply(tls.getString("key")),
                    resolve.apply(tls.getString("trust"))));
  }
}
