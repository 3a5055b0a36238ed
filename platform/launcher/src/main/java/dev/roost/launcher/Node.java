package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import dev.roost.platform.cluster.ClusterConfig;
import dev.roost.platform.cluster.ClusterNode;
import dev.roost.platform.cluster.Minimum;
import dev.roost.platform.cluster.Nodes;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What a node stands on: its Vert.x instance, and the nodes that it knows.
 *
 * @param vertx the node's
 * @param nodes the cluster's, or itself alone
 * @param minimum whether they are enough
 * @param leaving leaves the cluster; may block
 */
record Node(Vertx vertx, Nodes nodes, Minimum minimum, Runnable leaving) {
  /** How long the others may take to take over what Hazelcast keeps here. */
  private static final long LEAVE_MILLIS = 4_000;

  private static final Executor THREAD =
      work -> new Thread(null, work, "roost-leaving", 0, false).start();

  /**
   * Makes it; blocks until the cluster is joined, if there is to be one.
   *
   * @throws IllegalArgumentException if it cannot be joined
   */
  static Node create(PlatformConfig config) {
    ClusterConfig cluster = ClusterConfig.of(config.section("cluster"), config::resolve);
    return cluster.enabled()
        ? join(cluster, config)
        : alone(Vertx.builder().with(NodeVertx.options(config)).build());
  }

  /** A node without a cluster. */
  static Node alone(Vertx vertx) {
    Nodes itself = Nodes.alone();
    return new Node(vertx, itself, new Minimum(itself, 1), () -> {});
  }

  private static Node join(ClusterConfig cluster, PlatformConfig config) {
    ClusterNode node = ClusterNode.join(cluster);
    try {
      Minimum minimum = new Minimum(node, cluster.minimumMembers());
      Vertx vertx = node.vertx(cluster, NodeVertx.options(config));
      return new Node(vertx, node, minimum, node::close);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Ends Vert.x, then leaves the cluster. */
  CompletableFuture<Void> close() {
    return GracefulStop.within(GracefulStop.stage(vertx.close()), GracefulStop.CLOSE_MILLIS)
        .thenCompose(
            closed ->
                GracefulStop.within(CompletableFuture.runAsync(leaving, THREAD), LEAVE_MILLIS));
  }
}
