package dev.roost.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginConfigTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");

  @Test
  void hasDefaults() {
    // When
    PluginConfig config = PluginConfig.of(Path.of("plugins"));

    // Then
    assertThat(config).isEqualTo(new PluginConfig(Path.of("plugins"), true, Map.of(), 250, 10, 10));
    assertThat(config.settings(ECHO))
        .isEqualTo(new AgentSettings(null, Threading.EVENT_LOOP, new JsonObject()));
  }

  @Test
  void namesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new PluginConfig(Path.of("p"), true, Map.of(), 1, 10, 10))
        .hasMessage("plugin.scanMillis must be from 10 to 60000, not 1");
    assertThatThrownBy(() -> new PluginConfig(Path.of("p"), true, Map.of(), 250, 0, 10))
        .hasMessage("plugin.startSeconds must be from 1 to 600, not 0");
    assertThatThrownBy(() -> new AgentSettings(-1, Threading.WORKER, new JsonObject()))
        .hasMessage("instances must be from 0 to 1024, not -1");
    assertThatThrownBy(() -> Threading.of("thread"))
        .hasMessage("no threading 'thread'; there is event-loop, worker, virtual");
  }
}
