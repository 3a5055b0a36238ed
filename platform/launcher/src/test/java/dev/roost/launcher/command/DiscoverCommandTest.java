package dev.roost.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli.Run;
import dev.roost.platform.discovery.dnssd.TestingZone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code roost discover}. */
class DiscoverCommandTest {
  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private TestingZone zone;

  @BeforeEach
  void start() {
    zone = TestingZone.start(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private Run discover(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "discover";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Cli(directory, Map.of()).run(all);
  }

  private String server() {
    return "127.0.0.1:" + zone.address().getPort();
  }

  @Test
  void theAgentsOfADomainAreATable() {
    // Given
    zone.agent(
        "example.com",
        "Echo\u001b[31m",
        "host.example.com",
        443,
        "version=1.0",
        "capabilities=echo,shout",
        "manifest_url=https://a.example/m.json");

    // When
    Run run = discover("--domain", "example.com", "--server", server());

    // Then
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualToIgnoringNewLines(
            """
            NAME       VERSION  SKILLS       HOST              PORT  MANIFEST
            Echo?[31m  1.0      echo, shout  host.example.com  443   https://a.example/m.json
            """);
  }

  @Test
  void andJsonForMachines() {
    // Given
    zone.agent("example.com", "Echo", "h.example.com", 443, "manifest_url=https://a.example/m");

    // When
    Run run = discover("--domain", "example.com", "--server", server(), "--json");

    // Then
    JsonObject agent = new JsonObject(run.out()).getJsonArray("agents").getJsonObject(0);
    assertThat(agent)
        .isEqualTo(
            new JsonObject(
                """
                {"name":"Echo","version":"","capabilities":[],"manifest_url":"https://a.example/m",
                 "host":"h.example.com","port":443}"""));
  }

  @Test
  void nobodyIsSaid() {
    // When
    Run run = discover("--domain", "example.com", "--server", server());

    // Then
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Nobody tells of an agent.");
  }

  @Test
  void whatIsAskedForWronglyIsTold() {
    // When
    Run nothing = discover();
    Run both = discover("--lan", "--domain", "example.com");
    Run name = discover("--domain", "example.com", "--server", "ns.example.com");
    Run port = discover("--domain", "example.com", "--server", "127.0.0.1:99999");
    Run domain = discover("--domain", "a..b", "--server", server());
    Run seconds = discover("--lan", "--seconds", "0");
    Run address = discover("--lan", "--address", "eth0");
    Run elsewhere = discover("--lan", "--address", "192.0.2.1");

    // Then
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(both.code()).isEqualTo(2);
    assertThat(name.err()).contains("--server: \"ns.example.com\" is no IP address");
    assertThat(port.code()).isEqualTo(2);
    assertThat(domain.err()).contains("--domain: ");
    assertThat(seconds.err()).contains("from 1 to 300");
    assertThat(address.err()).contains("--address: \"eth0\" is no IP address");
    assertThat(elsewhere.code()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("192.0.2.1 is no address of this machine");
  }
}
