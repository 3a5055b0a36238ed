package dev.roost.platform.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.foreign.ForeignProgram;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The double of Consul's HTTP API that its makers publish: npm packages, fetched for the test. It
 * answers in Consul's form, of services that it makes up.
 */
@Tag("interop")
class ConsulDoubleTest {
  private static final List<String> PACKAGES =
      List.of("@hashicorp/api-double@1.6.1", "@hashicorp/consul-api-double@6.1.5");

  @TempDir private static Path folder;
  private static final Vertx VERTX = Vertx.vertx();
  private static Process process;
  private static ConsulConfig config;

  @BeforeAll
  static void start() throws Exception {
    install();
    int port = freePort();
    Path modules = folder.resolve("node_modules/@hashicorp");
    Path output = folder.resolve("output");
    process =
        new ProcessBuilder(
                ForeignProgram.find("node", "nodejs"),
                modules.resolve("api-double/bin/index.js").toString(),
                "--dir",
                modules.resolve("consul-api-double").toString(),
                "--port",
                String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    TestPlatform.await(() -> !process.isAlive() || read(output).contains("Listening"));
    assertThat(process.isAlive()).as(read(output)).isTrue();
    config =
        new ConsulConfig(true, "http://127.0.0.1:" + port, Optional.empty(), "asap", List.of(), 10);
  }

  @AfterAll
  static void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
    TestPlatform.get(VERTX.close());
  }

  private static void install() throws Exception {
    Path output = folder.resolve("npm");
    Process npm =
        new ProcessBuilder(
                ForeignProgram.find("npm", "npm"),
                "install",
                "--prefix",
                folder.toString(),
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                PACKAGES.get(0),
                PACKAGES.get(1))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = npm.waitFor(5, TimeUnit.MINUTES);
    npm.destroyForcibly();
    assertThat(ended && npm.exitValue() == 0)
        .as("This test needs a registry of npm: " + PACKAGES + ": " + read(output))
        .isTrue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aRegistrationIsTaken() {
    // Given
    Manifest manifest =
        Manifest.of(
            AgentUrn.of("urn:asap:agent:echo"),
            "Echo",
            "1.0.0",
            "Repeats",
            Capability.of(List.of(Skill.of("echo", "Repeats"))),
            new Manifest.Endpoint("http://localhost/asap", null));
    ConsulApi consul = new ConsulApi(VERTX, config);

    // When, Then
    TestPlatform.get(
        consul.register(Registration.of(config, manifest, "http://127.0.0.1:8080/agents/echo")));
  }

  @Test
  void whatIsHealthyIsRead() {
    // Given
    ConsulApi consul = new ConsulApi(VERTX, config);

    // When
    List<ConsulService> services = TestPlatform.get(consul.healthy("asap", Optional.of("echo")));

    // Then
    assertThat(services)
        .isNotEmpty()
        .allSatisfy(
            service -> {
              assertThat(service.id()).startsWith("asap");
              assertThat(service.address()).matches("[0-9.]+");
              assertThat(service.port()).isBetween(0, 65_535);
              assertThat(service.tags()).isNotEmpty();
            });
  }

  @Test
  void servicesThatAreNoAgentsAreLeftOut() {
    // When, Then
    assertThat(TestPlatform.get(new ConsulAgents(VERTX, config).read()).agents()).isEmpty();
  }

  @Test
  void whatItDoesNotKnowIsTold() {
    // When
    Throwable failure = TestPlatform.failure(new ConsulApi(VERTX, config).deregister("asap-echo"));

    // Then
    assertThat(failure).isInstanceOf(ConsulException.class).hasMessageContaining("404");
  }
}
