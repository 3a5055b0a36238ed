package dev.roost.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HazelcastConfigTest {
  private static final Path ROOT = Path.of(System.getProperty("roost.root", "../..")).normalize();

  private static ClusterConfig section(String hazelcast) {
    JsonObject section =
        new JsonObject()
            .put("enabled", true)
            .put("minimumMembers", 2)
            .put("name", "blue")
            .put("host", "10.0.0.7")
            .put("port", 5799)
            .put("busPort", 0)
            .put("members", new JsonArray().add("10.0.0.8:5799"))
            .put("heartbeatSeconds", 7)
            .put("hazelcast", hazelcast)
            .put("tls", new JsonObject());
    return ClusterConfig.of(section, ROOT::resolve);
  }

  @Test
  void theSectionBecomesAMemberWithoutMulticastOnOneInterface() {
    // When
    Config config = HazelcastConfig.of(section(null), "n1");

    // Then
    JoinConfig join = config.getNetworkConfig().getJoin();
    assertThat(config.getClusterName()).isEqualTo("blue");
    assertThat(config.getNetworkConfig().getPort()).isEqualTo(5799);
    assertThat(config.getNetworkConfig().getInterfaces().getInterfaces())
        .containsExactly("10.0.0.7");
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().getMembers()).containsExactly("10.0.0.8:5799");
    assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("7");
    assertThat(config.findMapConfig("anything").getSplitBrainProtectionName()).isNotNull();
    assertThat(config.findMapConfig("__vertx.nodeInfo").getSplitBrainProtectionName()).isNull();
    assertThat(config.getMemberAttributeConfig().getAttribute("__vertx.nodeId")).isEqualTo("n1");
  }

  @Test
  void aFileOfTheOperatorsOwnStandsInThePlaceOfTheSection() {
    // When
    Config config = HazelcastConfig.of(section("conf/hazelcast.xml"), "n1");

    // Then
    assertThat(config.getClusterName()).isEqualTo("roost");
    assertThat(config.getNetworkConfig().getPort()).isEqualTo(5701);
    assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    assertThat(config.getMultiMapConfigs()).containsKey("__vertx.subs");
  }

  @Test
  void aFileThatIsNotThereIsToldByTheNameOfTheSetting() {
    // When, Then
    assertThatThrownBy(() -> HazelcastConfig.of(section("conf/nowhere.xml"), "n1"))
        .hasMessageContaining("cluster.hazelcast names")
        .hasMessageContaining("nowhere.xml");
  }
}
