package dev.roost.platform.discovery.dnssd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.discovery.AgentRecord;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the local network is told of a node's agents. */
class DnsSdVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestingAnnouncer network = new TestingAnnouncer();
  private Discovery discovery;

  /** Not where the network of this machine speaks: others there would hear of tests. */
  @BeforeAll
  static void choosePort() throws IOException {
    try (DatagramSocket free =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      System.setProperty("net.mdns.port", String.valueOf(free.getLocalPort()));
    }
  }

  @BeforeEach
  void start() {
    discovery = Discovery.of(vertx);
    TestPlatform.get(discovery.start());
  }

  @AfterEach
  void stop() {
    TestPlatform.get(discovery.stop());
    TestPlatform.get(vertx.close());
  }

  private AgentRecord agent(String name, String version, long generation) {
    AgentUrn urn = AgentUrn.of("urn:asap:agent:" + name.toLowerCase());
    Manifest manifest =
        Manifest.of(
            urn,
            name,
            version,
            "Does",
            Capability.of(List.of(Skill.of("run", "Runs"))),
            new Manifest.Endpoint("http://localhost/asap", null));
    return new AgentRecord(urn, manifest, discovery.directory().node(), generation, "plugin");
  }

  private void up(AgentRecord agent) {
    TestPlatform.get(discovery.publish(agent));
  }

  private void down(AgentRecord agent) {
    TestPlatform.get(discovery.withdraw(agent));
  }

  private String deploy(Announcer.Opening opening) {
    return TestPlatform.get(
        vertx.deployVerticle(
            new DnsSdVerticle(
                discovery.directory(),
                opening,
                urn -> "http://localhost/agents/" + urn.pathName() + "/m.json",
                () -> 8080)));
  }

  private void await(String... told) {
    TestPlatform.await(() -> network.told.containsAll(List.of(told)));
  }

  @Test
  void itIsToldWhoIsThereWhoComesAndWhoGoes() {
    // Given
    up(agent("Echo", "1.0", 1));
    String id = deploy(() -> network);
    await("+Echo 1.0");

    // When
    up(agent("Abacus", "1.0", 1));
    await("+Abacus 1.0");
    down(agent("Echo", "1.0", 1));
    await("-Echo 1.0");
    TestPlatform.get(vertx.undeploy(id));

    // Then
    assertThat(network.told).containsExactly("+Echo 1.0", "+Abacus 1.0", "-Echo 1.0", "closed");
  }

  @Test
  void aReplacementWithAnotherVersionIsToldAnew() {
    // Given
    up(agent("Echo", "1.0", 1));
    deploy(() -> network);
    await("+Echo 1.0");

    // When
    up(agent("Echo", "1.0", 2));
    up(agent("Echo", "1.1", 3));
    await("+Echo 1.1");

    // Then
    assertThat(network.told).containsExactly("+Echo 1.0", "-Echo 1.0", "+Echo 1.1");
  }

  @Test
  void oneThatCannotBeToldOfKeepsNobodyElseSilent() {
    // Given
    up(agent("Mute", "1.0", 1));
    up(agent("Zebra", "1.0", 1));

    // When
    deploy(() -> network);

    // Then
    await("+Zebra 1.0");
    assertThat(network.told).containsExactly("+Zebra 1.0");
  }

  @Test
  void thereIsAnEndToThem() {
    // Given
    IntStream.range(0, DnsSdVerticle.MAX_AGENTS + 5)
        .forEach(i -> up(agent("Agent-" + i, "1.0", 1)));

    // When
    deploy(() -> network);

    // Then
    TestPlatform.await(() -> network.told.size() >= DnsSdVerticle.MAX_AGENTS);
    up(agent("Another", "1.0", 1));
    assertThat(network.told).hasSize(DnsSdVerticle.MAX_AGENTS);
  }

  @Test
  void agentsOfOtherNodesTellOfThemselves() {
    // Given
    AgentRecord here = agent("Here", "1.0", 1);
    AgentRecord there = agent("There", "1.0", 1);

    // When
    up(new AgentRecord(there.urn(), there.manifest(), "elsewhere", 1, "plugin"));
    up(here);
    deploy(() -> network);

    // Then
    await("+Here 1.0");
    assertThat(network.told).containsExactly("+Here 1.0");
  }

  @Test
  void aNetworkThatIsNotThereIsSaidAtTheStart() {
    // When
    Throwable failure =
        TestPlatform.failure(
            vertx.deployVerticle(
                new DnsSdVerticle(
                    discovery.directory(),
                    () -> {
                      throw new IOException("no network");
                    },
                    AgentUrn::value,
                    () -> 1)));

    // Then
    assertThat(failure).hasMessageContaining("discovery.dnssd").hasMessageContaining("no network");
  }

  @Test
  void overTheLoopbackInterfaceABrowserHearsOfIt() throws IOException {
    // Given
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    List<String> heard = new CopyOnWriteArrayList<>();
    LanBrowser.Listener listener =
        new LanBrowser.Listener() {
          @Override
          public void came(FoundAgent agent) {
            heard.add("+" + agent.name());
          }

          @Override
          public void left(FoundAgent agent) {
            heard.add("-" + agent.name());
          }
        };
    AgentRecord echo = agent("Echo", "1.0", 1);
    up(echo);
    try (LanBrowser browser = LanBrowser.open(Optional.of(loopback), listener)) {
      String id = deploy(() -> Multicast.announcer(Optional.of(loopback)));

      // When
      TestPlatform.await(() -> heard.contains("+Echo"));
      List<FoundAgent> found = browser.agents();
      down(echo);
      TestPlatform.await(() -> heard.contains("-Echo"));

      // Then
      assertThat(found)
          .containsExactly(
              new FoundAgent(
                  "Echo",
                  "1.0",
                  List.of("run"),
                  "http://localhost/agents/echo/m.json",
                  "127.0.0.1",
                  8080));
      assertThat(browser.agents()).isEmpty();
      TestPlatform.get(vertx.undeploy(id));
    }
  }
}
