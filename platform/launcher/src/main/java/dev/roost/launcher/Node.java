package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import dev.roost.platform.cluster.ClusterConfig;
import dev.roost.platform.cluster.ClusterNode;
import dev.roost.platform.cluster.Nodes;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What a node stands on: its Vert.x instance, and the nodes that it knows.
 *
 * @param vertx the node's
 * @param nodes the cluster's, or itself alone
 * @param leaving leaves the cluster; may block
 */
record Node(Vertx vertx, Nodes nodes, Runnable leaving) {
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
        : new Node(
            Vertx.builder().with(NodeVertx.options(config)).build(), Nodes.alone(), () -> {});
  }

  private static Node join(ClusterConfig cluster, PlatformConfig config) {
    ClusterNode node = ClusterNode.join(cluster);
    try {
      return new Node(node.vertx(cluster, NodeVertx.options(config)), node, node::close);
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
                GracefulStop.within(
                    CompletableFuture.runAsync(leaving, THREAD), GracefulStop.CLOSE_MILLIS));
  }
}
