package dev.roost.platform.discovery;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.Set;
import java.util.UUID;

/** The nodes of the cluster. */
interface Nodes {
  /** This node. */
  String self();

  /** The nodes that are there now, this one among them. */
  Set<String> alive();

  /** The cluster of {@code vertx}; this node alone if it is not clustered. */
  static Nodes of(Vertx vertx) {
    ClusterManager manager = vertx.isClustered() ? ((VertxInternal) vertx).clusterManager() : null;
    return manager == null ? alone(shortName()) : new Clustered(manager);
  }

  private static String shortName() {
    return Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 24, 36);
  }

  /** A single node of that name. */
  static Nodes alone(String name) {
    return new Alone(name);
  }

  /** A node without a cluster. */
  record Alone(String self) implements Nodes {
    @Override
    public Set<String> alive() {
      return Set.of(self);
    }
  }

  /** The members that the cluster manager knows. */
  record Clustered(ClusterManager manager) implements Nodes {
    @Override
    public String self() {
      return manager.getNodeId();
    }

    @Override
    public Set<String> alive() {
      return Set.copyOf(manager.getNodes());
    }
  }
}
