package dev.roost.platform.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.FileSystemXmlConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Map;

/** How Hazelcast is set up: without multicast, on one interface, quick to notice who is gone. */
final class HazelcastConfig {
  /** What Vert.x asks a member for its name by. */
  static final String NODE_ATTRIBUTE = "__vertx.nodeId";

  private static final String PROTECTION = "roost-minimum";

  private HazelcastConfig() {}

  /**
   * The settings of a node.
   *
   * @throws IllegalArgumentException if the operator's own file cannot be used
   */
  static Config of(ClusterConfig cluster, String node) {
    Config config =
        cluster.hazelcast().map(HazelcastConfig::ofFile).orElseGet(() -> ofSection(cluster));
    properties(cluster).forEach((name, value) -> putIfAbsent(config, name, value));
    // the platform leaves by itself, when what it does for others has ended
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.getMemberAttributeConfig().setAttribute(NODE_ATTRIBUTE, node);
    maps(config);
    if (cluster.minimumMembers() > 1) {
      protect(config, cluster.minimumMembers());
    }
    return config;
  }

  private static Config ofFile(Path file) {
    try {
      return new FileSystemXmlConfig(file.toFile());
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "cluster.hazelcast names " + file + ", which is not there", e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "cluster.hazelcast names " + file + ", which Hazelcast refuses: " + e.getMessage(), e);
    }
  }

  private static Config ofSection(ClusterConfig cluster) {
    Config config = new Config().setClusterName(cluster.name());
    NetworkConfig network =
        config.getNetworkConfig().setPort(cluster.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(cluster.host());
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(cluster.members());
    return config;
  }

  private static Map<String, String> properties(ClusterConfig cluster) {
    return Map.of(
        "hazelcast.logging.type", "slf4j",
        "hazelcast.phone.home.enabled", "false",
        "hazelcast.socket.bind.any", "false",
        "hazelcast.wait.seconds.before.join", "0",
        "hazelcast.heartbeat.interval.seconds", "1",
        "hazelcast.max.no.heartbeat.seconds", Long.toString(cluster.heartbeat().toSeconds()),
        "hazelcast.merge.first.run.delay.seconds", "5",
        "hazelcast.merge.next.run.delay.seconds", "5");
  }

  private static void putIfAbsent(Config config, String name, String value) {
    if (config.getProperty(name) == null) {
      config.setProperty(name, value);
    }
  }

  /**
   * Nodes that are too few neither read nor change what is shared: the registry of agents among it.
   * Vert.x's own maps are left out: without them a node could not even wait for the others.
   */
  private static void protect(Config config, int members) {
    config.addSplitBrainProtectionConfig(
        new SplitBrainProtectionConfig(PROTECTION, true, members)
            .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
    MapConfig others = config.getMapConfigs().getOrDefault("default", new MapConfig("default"));
    if (others.getSplitBrainProtectionName() == null) {
      config.addMapConfig(others.setSplitBrainProtectionName(PROTECTION));
    }
  }

  /** What Vert.x keeps outlives the loss of one node. */
  private static void maps(Config config) {
    if (!config.getMultiMapConfigs().containsKey("__vertx.subs")) {
      config.addMultiMapConfig(
          new MultiMapConfig("__vertx.subs")
              .setBackupCount(1)
              .setValueCollectionType(ValueCollectionType.SET));
    }
    for (String map : new String[] {"__vertx.haInfo", "__vertx.nodeInfo"}) {
      if (!config.getMapConfigs().containsKey(map)) {
        config.addMapConfig(new MapConfig(map).setBackupCount(1));
      }
    }
  }
}
