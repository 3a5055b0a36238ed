package dev.roost.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReplacePluginTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");

  @Test
  void deploysReplacesAndTakesAway() throws IOException {
    try (TestPlatform platform = TestPlatform.create()) {
      // Given
      Path jar = platform.directory().resolve("echo.jar");
      TestPlugins.echo("echo", "1.0", ECHO.value()).write(jar);
      platform.start();
      JsonObject before = TestPlatform.get(platform.ask(ECHO, new JsonObject().put("a", 1)));

      // When
      TestPlugins.echo("echo", "1.1", ECHO.value()).moveTo(jar);
      platform.awaitServing("echo.jar", "1.1");

      // Then
      JsonObject after = TestPlatform.get(platform.ask(ECHO, new JsonObject()));
      assertThat(before.getString("version")).isEqualTo("1.0");
      assertThat(before.getJsonObject("echo")).isEqualTo(new JsonObject().put("a", 1));
      assertThat(after.getString("version")).isEqualTo("1.1");

      // When
      Files.delete(jar);
      TestPlatform.await(() -> platform.plugins().list().isEmpty());

      // Then
      assertThat(platform.discovery().directory().agents()).isEmpty();
    }
  }
}
