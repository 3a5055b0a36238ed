package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.registry.LiteRegistry;
import dev.roost.client.registry.RegistryEntry;
import dev.roost.client.registry.RegistryReader;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.ThreadingModel;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node lists of its agents. */
class RegistryPageTest {
  private static final String PATH = "/registry.json";
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static LiteRegistry registry(Wire.Answer answer) {
    return RegistryReader.registry(Buffer.buffer(answer.body()));
  }

  @Test
  void itListsAllAgentsAsTheyAreReached() {
    // When
    Wire.Answer answer = node.get(PATH);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("cache-control")).isEqualTo("public, max-age=300");
    LiteRegistry registry = registry(answer);
    assertThat(registry.leftOut()).isEmpty();
    assertThat(registry.updatedAt()).isPresent();
    assertThat(registry.agents())
        .extracting(entry -> entry.id().value())
        .containsExactly(TestNode.ECHO, TestNode.TROUBLE);
    RegistryEntry echo = registry.byId(AgentUrn.of(TestNode.ECHO)).orElseThrow();
    assertThat(echo.endpoints())
        .isEqualTo(
            Map.of(
                "http", "http://localhost:8080/agents/echo/asap",
                "manifest", "http://localhost:8080/agents/echo/.well-known/asap/manifest.json"));
    assertThat(echo.baseUrl()).contains("http://localhost:8080/agents/echo");
    assertThat(echo.skills()).contains("echo");
    assertThat(echo.asapVersion()).isEqualTo("0.1");
  }

  @Test
  void itHasATagThatStaysUntilAnAgentComes() {
    // Given
    String tag = node.get(PATH).header("etag");
    Wire.Answer unchanged = node.get(PATH, "If-None-Match: " + tag);

    // When
    node.add(TestAgent.echo("urn:asap:agent:late"), ThreadingModel.EVENT_LOOP);
    Wire.Answer changed = node.get(PATH, "If-None-Match: " + tag);

    // Then
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(changed.status()).isEqualTo(200);
    assertThat(registry(changed).agents()).hasSize(3);
    for (int i = 0; i < 10; i++) { // both event loops
      assertThat(node.get(PATH).header("etag")).isEqualTo(changed.header("etag"));
    }
  }
}
