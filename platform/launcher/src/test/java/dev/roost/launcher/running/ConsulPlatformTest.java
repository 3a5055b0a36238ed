package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.launcher.command.Cli;
import dev.roost.platform.discovery.consul.TestingConsul;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two platforms that find each other's agents in Consul. */
class ConsulPlatformTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");

  private final Vertx vertx = Vertx.vertx();
  private TestingConsul consul;
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    consul = TestingConsul.start(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** What a platform says of itself must be known before it listens. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private RunningPlatform platform(String name, Class<?> agent) throws Exception {
    int port = freePort();
    List<String> sets =
        new ArrayList<>(
            List.of(
                "http.port=" + port,
                "platform.publicUrl=http://127.0.0.1:" + port,
                "verticles." + name + ".class=" + agent.getName(),
                "outbound.allowHttp=true",
                "outbound.allowAddresses=[\"127.0.0.1\"]",
                "discovery.consul.enabled=true",
                "discovery.consul.url=" + consul.url()));
    return RunningPlatform.start(folder.resolve(name), sets.toArray(String[]::new));
  }

  private static JsonObject ask(RunningPlatform platform, String skill, JsonObject input) {
    Envelope request =
        Envelope.of(ME, CallingAgent.URN, new TaskRequest("conv_7", null, skill, input, null));
    try (BlockingAsapClient client =
        AsapClient.builder(platform.root().toString()).build().blocking()) {
      return ((TaskResponse) client.send(request).payload()).result();
    }
  }

  @Test
  void agentsFindAndCallThoseOfAnotherPlatformThatAreHealthy() throws Exception {
    try (RunningPlatform near = platform("caller", CallingAgent.class)) {
      try (RunningPlatform far = platform("far", FarAgent.class)) {
        // Given
        assertThat(far.root()).isNotEqualTo(near.root());
        Eventually.until(() -> consul.services().size() >= 4);

        // When
        JsonArray found =
            ask(near, "find", new JsonObject().put("skill", "show")).getJsonArray("agents");
        JsonObject answer =
            ask(
                near,
                "relay",
                new JsonObject().put("agent", FarAgent.URN.value()).put("skill", "show"));
        Cli.Run shown =
            new Cli(folder, Map.of())
                .run("discover", "--consul", consul.url(), "--tag", "show", "--json");

        // Then
        assertThat(found).containsExactly(FarAgent.URN.value());
        assertThat(answer.encode()).contains("\"recipient\":\"urn:asap:agent:far\"");
        JsonArray agents = new JsonObject(shown.out()).getJsonArray("agents");
        assertThat(agents).hasSize(1);
        assertThat(agents.getJsonObject(0).getString("id")).isEqualTo(FarAgent.URN.value());
      }
      // the platform that has stopped has taken its agents back
      assertThat(consul.services().values())
          .noneMatch(service -> service.getString("ID").contains("-far-"));
    }
  }

  @Test
  void whatConsulDoesNotTellIsSaid() {
    // When
    Cli.Run nobody = new Cli(folder, Map.of()).run("discover", "--consul", consul.url());
    Cli.Run away =
        new Cli(folder, Map.of()).run("discover", "--consul", consul.url() + "/elsewhere");
    Cli.Run wrong = new Cli(folder, Map.of()).run("discover", "--consul", "consul:8500");

    // Then
    assertThat(nobody.out()).contains("Nobody tells of an agent.");
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.err()).contains("Consul does not tell of agents: it answers 405");
    assertThat(wrong.code()).isEqualTo(2);
  }
}
