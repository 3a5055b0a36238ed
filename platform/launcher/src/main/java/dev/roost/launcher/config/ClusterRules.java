package dev.roost.launcher.config;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the schema cannot say of a cluster. */
final class ClusterRules {
  private static final List<String> TLS = List.of("certificate", "key", "trust");

  private final JsonObject cluster;

  ClusterRules(JsonObject full) {
    this.cluster = full.getJsonObject("cluster");
  }

  void check(BiConsumer<Pointer, String> report) {
    JsonObject tls = cluster.getJsonObject("tls");
    boolean any = TLS.stream().anyMatch(key -> tls.getString(key) != null);
    TLS.stream()
        .filter(key -> any && tls.getString(key) == null)
        .forEach(
            key ->
                report.accept(
                    Pointer.of("cluster", "tls", key),
                    "is missing, but cluster.tls has another key; the nodes need all of " + TLS));
  }

  /** Nothing protects Hazelcast's port but the network that it is in. */
  Optional<String> warning() {
    String host = cluster.getString("host");
    boolean open = cluster.getBoolean("enabled") && cluster.getValue("hazelcast") == null;
    return open && !Rules.isLoopback(host)
        ? Optional.of(
            "Hazelcast listens on "
                + host
                + " without credentials or encryption; only the nodes of the cluster may reach its"
                + " port")
        : Optional.empty();
  }
}
