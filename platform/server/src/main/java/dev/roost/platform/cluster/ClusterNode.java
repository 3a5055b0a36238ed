package dev.roost.platform.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node as a member of a cluster. Hazelcast is started here and not by Vert.x: so a node has a
 * short name, which stands in the id of every task, and leaves when everything else has ended.
 */
public final class ClusterNode implements Nodes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final String LOGGING = "hazelcast.logging.type";
  private static final long START_SECONDS = 60;

  private final String self;
  private final HazelcastInstance hazelcast;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Set<String> alive;

  private ClusterNode(String self, HazelcastInstance hazelcast) {
    this.self = self;
    this.hazelcast = hazelcast;
    this.alive = Set.of(self);
    hazelcast.getCluster().addMembershipListener(new Changes());
    look();
  }

  /**
   * Joins the cluster; blocks.
   *
   * @throws IllegalArgumentException if that does not work, saying what to do
   */
  public static ClusterNode join(ClusterConfig cluster) {
    String name = Nodes.newName();
    logBySlf4j();
    try {
      return new ClusterNode(
          name, Hazelcast.newHazelcastInstance(HazelcastConfig.of(cluster, name)));
    } catch (HazelcastException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "The cluster cannot be joined on %s, port %d (cluster.host, cluster.port): %s"
              .formatted(cluster.host(), cluster.port(), e.getMessage()),
          e);
    }
  }

  /** What Hazelcast says before it has read its settings, too. */
  private static void logBySlf4j() {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "slf4j");
    }
  }

  /** Makes the Vert.x instance of this node; blocks. */
  public Vertx vertx(ClusterConfig cluster, VertxOptions options) {
    VertxBuilder builder =
        Vertx.builder()
            .with(options.setEventBusOptions(BusOptions.of(cluster)))
            .withClusterManager(new HazelcastClusterManager(hazelcast));
    return builder
        .buildClustered()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(START_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public boolean clustered() {
    return true;
  }

  @Override
  public Set<String> alive() {
    return alive;
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  private synchronized void look() {
    alive =
        hazelcast.getCluster().getMembers().stream()
            .map(ClusterNode::nameOf)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static String nameOf(Member member) {
    @Nullable String name = member.getAttribute(HazelcastConfig.NODE_ATTRIBUTE);
    return name == null ? member.getUuid().toString() : name;
  }

  /** Leaves the cluster; the others know it at once. Blocks. */
  @Override
  public void close() {
    hazelcast.shutdown();
  }

  private final class Changes implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      tell(event.getMember(), true);
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      tell(event.getMember(), false);
    }

    private void tell(Member member, boolean there) {
      look();
      LOG.atInfo()
          .addKeyValue("node", nameOf(member))
          .addKeyValue("address", member.getAddress())
          .addKeyValue("nodes", alive.size())
          .log(there ? "A node has joined the cluster" : "A node has left the cluster");
      listeners.forEach(listener -> listener.changed(nameOf(member), there));
    }
  }
}
