package dev.roost.platform.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.discovery.AgentRecord;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import dev.roost.spi.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Consul is told of a node's agents. */
class ConsulVerticleTest {
  private static final long NEVER = 3_600_000;
  private static final String ECHO = "asap-echo-agents.example-8443";

  private final Vertx vertx = Vertx.vertx();
  private TestingConsul consul;
  private Discovery discovery;

  @BeforeEach
  void start() {
    consul = TestingConsul.start(vertx);
    discovery = Discovery.of(vertx);
    TestPlatform.get(discovery.start());
  }

  @AfterEach
  void stop() {
    TestPlatform.get(discovery.stop());
    TestPlatform.get(vertx.close());
  }

  private AgentRecord agent(String name, String version) {
    AgentUrn urn = AgentUrn.of("urn:asap:agent:" + name);
    Manifest manifest =
        Manifest.of(
            urn,
            name + " \u20ac".repeat(300),
            version,
            "Does",
            Capability.of(List.of(Skill.of("run", "Runs"), Skill.of("rest", "Rests"))),
            new Manifest.Endpoint("http://localhost/asap", null));
    return new AgentRecord(urn, manifest, discovery.directory().node(), 1, "plugin");
  }

  private void up(AgentRecord agent) {
    TestPlatform.get(discovery.publish(agent));
  }

  private String deploy(long againMillis) {
    ConsulConfig config =
        new ConsulConfig(
            true, consul.url(), Optional.of(Secret.of("t0ken")), "asap", List.of("here", "run"), 7);
    return TestPlatform.get(
        vertx.deployVerticle(
            new ConsulVerticle(
                discovery.directory(),
                config,
                urn -> "https://agents.example:8443/agents/" + urn.pathName(),
                againMillis)));
  }

  private void awaitServices(int count) {
    TestPlatform.await(() -> consul.services().size() == count);
  }

  @Test
  void anAgentIsAServiceWithACheck() {
    // Given
    up(agent("echo", "1.0"));

    // When
    deploy(NEVER);

    // Then
    awaitServices(1);
    JsonObject service = consul.services().get(ECHO);
    String root = "https://agents.example:8443/agents/echo/.well-known/asap/";
    String name = service.getJsonObject("Meta").getString("name");
    assertThat(name).startsWith("echo \u20ac");
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(505, 512);
    service.getJsonObject("Meta").remove("name");
    assertThat(service)
        .isEqualTo(
            new JsonObject()
                .put("ID", ECHO)
                .put("Name", "asap")
                .put("Tags", new JsonArray().add("run").add("rest").add("here"))
                .put("Address", "agents.example")
                .put("Port", 8443)
                .put(
                    "Meta",
                    new JsonObject()
                        .put("urn", "urn:asap:agent:echo")
                        .put("version", "1.0")
                        .put("manifest_url", root + "manifest.json"))
                .put(
                    "Check",
                    new JsonObject()
                        .put("Name", "ASAP health")
                        .put("HTTP", root + "health")
                        .put("Interval", "7s")
                        .put("Timeout", "5s")
                        .put("DeregisterCriticalServiceAfter", "10m")));
    assertThat(consul.tokens()).containsOnly("t0ken");
  }

  @Test
  void agentsComeAndGoAndAllAreGoneAfterTheStop() {
    // Given
    AgentRecord echo = agent("echo", "1.0");
    up(echo);
    String id = deploy(NEVER);
    awaitServices(1);

    // When
    up(agent("abacus", "1.0"));
    awaitServices(2);
    TestPlatform.get(discovery.withdraw(echo));
    awaitServices(1);
    boolean echoIsGone = !consul.services().containsKey(ECHO);
    TestPlatform.get(vertx.undeploy(id));

    // Then
    assertThat(echoIsGone).isTrue();
    assertThat(consul.services()).isEmpty();
  }

  @Test
  void aConsulThatHasForgottenIsToldAgain() {
    // Given
    up(agent("echo", "1.0"));
    deploy(50);
    awaitServices(1);

    // When
    consul.services().clear();

    // Then
    awaitServices(1);
  }

  @Test
  void aConsulThatIsAwayIsToldLater() {
    // Given
    up(agent("echo", "1.0"));
    consul.spoil(500, "No cluster leader");
    deploy(50);
    TestPlatform.await(() -> consul.tokens().size() > 2);
    boolean nothing = consul.services().isEmpty();

    // When
    consul.mend();

    // Then
    awaitServices(1);
    assertThat(nothing).isTrue();
  }

  @Test
  void agentsOfOtherNodesRegisterThemselves() {
    // Given
    AgentRecord there = agent("there", "1.0");
    up(new AgentRecord(there.urn(), there.manifest(), "elsewhere", 1, "plugin"));
    up(agent("echo", "1.0"));

    // When
    deploy(NEVER);

    // Then
    awaitServices(1);
    assertThat(consul.services()).containsOnlyKeys(ECHO);
  }
}
