package dev.roost.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.Addresses;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PluginLifeTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final String WHERE =
      "return Future.succeededFuture(new JsonObject().put(\"thread\", Thread.currentThread().getName()).put(\"config\", task.config()));";

  private TestPlatform platform;

  @BeforeEach
  void create() {
    platform = TestPlatform.create();
  }

  @AfterEach
  void close() throws IOException {
    platform.close();
  }

  @Test
  void anotherFileWithTheSameIdReplacesTheOneThatGoes() throws IOException {
    // Given
    Path old = TestPlugins.echo("echo", "1.0", ECHO.value()).write(file("echo-1.0.jar"));
    PluginJar next = TestPlugins.echo("echo", "1.1", ECHO.value());
    platform.start();

    // When
    Files.delete(old);
    next.write(file("echo-1.1.jar"));

    // Then
    TestPlatform.await(
        () ->
            TestPlatform.get(platform.ask(ECHO, new JsonObject()))
                .getString("version")
                .equals("1.1"));
    assertThat(platform.listed("echo-1.1.jar").orElseThrow().state()).isEqualTo("serving");
  }

  @Test
  void theSecondOfTwoFilesTakesOverWhenTheFirstGoes() throws IOException {
    // Given
    Path first = TestPlugins.echo("echo", "1.0", ECHO.value()).write(file("a.jar"));
    TestPlugins.echo("echo", "1.1", ECHO.value()).write(file("b.jar"));
    platform.start();
    assertThat(platform.awaitRefusal("b.jar")).contains("duplicate id");

    // When
    Files.delete(first);

    // Then
    platform.awaitServing("b.jar", "1.1");
    assertThat(TestPlatform.get(platform.ask(ECHO, new JsonObject())).getString("version"))
        .isEqualTo("1.1");
  }

  @Test
  void aFileThatOnlyChangesItsDateIsNotLoadedAgain() throws IOException {
    // Given
    Path jar = TestPlugins.echo("echo", "1.0", ECHO.value()).write(file("echo.jar"));
    platform.start();
    long generation = platform.listed("echo.jar").orElseThrow().generation();

    // When
    Files.write(jar, Files.readAllBytes(jar));
    TestPlatform.get(platform.plugins().reload());
    TestPlatform.get(platform.plugins().reload());

    // Then
    assertThat(platform.listed("echo.jar").orElseThrow().generation()).isEqualTo(generation);
  }

  @Test
  void withoutWatchingChangesWaitForAReload() throws IOException {
    // Given
    platform.start(new PluginConfig(platform.directory(), false, Map.of(), 50, 2, 2));
    TestPlugins.echo("echo", "1.0", ECHO.value()).write(file("echo.jar"));
    assertThat(platform.plugins().list()).isEmpty();

    // When
    TestPlatform.get(platform.plugins().reload());

    // Then
    assertThat(platform.listed("echo.jar").orElseThrow().state()).isEqualTo("serving");
  }

  @Test
  void statelessAgentsRunOnTheLoopsThatCarryConnections() throws IOException {
    // Given
    Thread binding = platform.bind();
    agent("\"stateless\":true,");
    platform.start();

    // When
    JsonObject answer = TestPlatform.get(platform.ask(ECHO, new JsonObject()));

    // Then
    assertThat(answer.getString("thread")).isEqualTo(binding.getName());
  }

  @Test
  void otherAgentsKeepOffTheLoopsThatCarryConnections() throws IOException {
    // Given
    Thread binding = platform.bind();
    agent("");
    platform.start(Map.of(ECHO, new AgentSettings(6, Threading.EVENT_LOOP, new JsonObject())));

    // When
    Set<String> threads = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      threads.add(TestPlatform.get(platform.ask(ECHO, new JsonObject())).getString("thread"));
    }

    // Then
    assertThat(threads).doesNotContain(binding.getName()).hasSizeGreaterThan(1);
  }

  @Test
  void anAgentRunsOnAnyLoopWhereThereIsNoOther() throws IOException {
    // Given
    platform.close();
    platform = TestPlatform.create(1);
    platform.bind();
    agent("");

    // When
    platform.start();

    // Then
    assertThat(platform.listed("echo.jar").orElseThrow().state()).isEqualTo("serving");
  }

  @Test
  void theOperatorsConfigurationGoesBeforeTheDescriptors() throws IOException {
    // Given
    agent("\"config\":{\"a\":{\"x\":1,\"y\":1},\"b\":1},");
    JsonObject config = new JsonObject("{\"a\":{\"x\":2},\"c\":3}");

    // When
    platform.start(Map.of(ECHO, new AgentSettings(1, Threading.EVENT_LOOP, config)));

    // Then
    JsonObject seen =
        TestPlatform.get(platform.ask(ECHO, new JsonObject())).getJsonObject("config");
    assertThat(seen).isEqualTo(new JsonObject("{\"a\":{\"x\":2,\"y\":1},\"b\":1,\"c\":3}"));
  }

  @Test
  void listsItselfOverTheEventBus() throws IOException {
    // Given
    agent("\"grants\":{\"http\":[\"api.example.com\"]},");
    platform.start();

    // When
    JsonArray list =
        TestPlatform.get(
                platform.vertx().eventBus().<JsonArray>request(Addresses.PLUGIN_LIST, null))
            .body();

    // Then
    JsonObject line = list.getJsonObject(0);
    assertThat(line.getString("id")).isEqualTo("echo");
    assertThat(line.getString("state")).isEqualTo("serving");
    assertThat(line.getJsonArray("agents")).isEqualTo(JsonArray.of(ECHO.value()));
    assertThat(line.getString("threading")).isEqualTo("event-loop");
    assertThat(line.getString("sha256")).hasSize(64);
    assertThat(line.getJsonObject("grants").getJsonArray("http")).hasSize(1);
    assertThat(line.getLong("uptime_seconds")).isNotNegative();
  }

  @Test
  void keepsNoCopyOfAPluginThatIsGone() throws IOException {
    // Given
    Path jar = TestPlugins.echo("echo", "1.0", ECHO.value()).write(file("echo.jar"));
    platform.start();
    Path copies = platform.directory().resolveSibling("work").resolve("plugins").resolve("echo");
    assertThat(copies).isDirectoryContaining("glob:**.jar");

    // When
    Files.delete(jar);

    // Then
    TestPlatform.await(() -> copies.toFile().list().length == 0);
  }

  @Test
  void aStopThatNeverEndsHoldsNobodyUp() throws IOException {
    // Given
    Path jar =
        TestPlugins.agent(
                "echo",
                "1.0",
                ECHO.value(),
                "@Override protected Future<?> close() { return Promise.promise().future(); }",
                "",
                WHERE)
            .write(file("echo.jar"));
    platform.start();

    // When
    Files.delete(jar);

    // Then
    TestPlatform.await(() -> platform.plugins().list().isEmpty());
    TestPlatform.await(() -> platform.discovery().directory().agents().isEmpty());
  }

  @Test
  void findsAUsersOwnVerticleInAPlugin() throws Exception {
    // Given
    TestPlugins.echo("echo", "1.0", ECHO.value())
        .source(
            "sample.Audit",
            """
            package sample;
            public class Audit extends io.vertx.core.VerticleBase {
              @Override public io.vertx.core.Future<?> start() {
                return vertx.eventBus().localConsumer("audit", m -> m.reply("here")).completion();
              }
            }
            """)
        .write(file("echo.jar"));
    platform.start();

    // When
    PluginCode code = TestPlatform.get(platform.plugins().resolve("plugin:echo/sample.Audit"));
    TestPlatform.get(
        platform
            .vertx()
            .deployVerticle(
                code.verticles().get(), new DeploymentOptions().setClassLoader(code.loader())));

    // Then
    assertThat(TestPlatform.get(platform.vertx().eventBus().request("audit", null)).body())
        .isEqualTo("here");
    code.close();
    assertThat(TestPlatform.failure(platform.plugins().resolve("plugin:echo/sample.Nobody")))
        .hasMessageContaining("ClassNotFoundException");
    assertThat(TestPlatform.failure(platform.plugins().resolve("plugin:nobody/sample.Audit")))
        .hasMessageContaining("no plugin 'nobody' serves");
    assertThat(TestPlatform.failure(platform.plugins().resolve("plugin:echo/sample.SampleAgent")))
        .hasMessageContaining("is an agent");
  }

  private void agent(String keys) throws IOException {
    TestPlugins.agent("echo", ECHO.value(), WHERE)
        .descriptor(
            """
            {"id":"echo","version":"1.0.0","api":"1.0","kind":"agent",%s
             "main":["sample.SampleAgent"],"agents":[{"urn":"%s"}]}
            """
                .formatted(keys, ECHO))
        .write(file("echo.jar"));
  }

  private Path file(String name) {
    return platform.directory().resolve(name);
  }
}
