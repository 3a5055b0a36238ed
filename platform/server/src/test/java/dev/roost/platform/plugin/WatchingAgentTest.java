package dev.roost.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent of a plugin that is told which agents come and go. */
class WatchingAgentTest {
  private static final AgentUrn WATCHER = AgentUrn.of("urn:asap:agent:watcher");
  private static final String MEMBERS =
      """
      private final JsonArray news = new JsonArray();
      private final Thread[] home = new Thread[1];
      @Override protected Future<?> open() {
        home[0] = Thread.currentThread();
        watchAgents("run", new AgentListener() {
          @Override public void came(AgentUrn agent) { note("+", agent); }
          @Override public void left(AgentUrn agent) { note("-", agent); }
        });
        %s
      }
      private void note(String sign, AgentUrn agent) {
        news.add(sign + agent.name() + (Thread.currentThread() == home[0] ? "" : " elsewhere"));
      }
      """;
  private static final String BODY =
      "return Future.succeededFuture(new JsonObject().put(\"news\", news.copy()));";

  private TestPlatform platform;

  @BeforeEach
  void create() {
    platform = TestPlatform.create();
  }

  @AfterEach
  void close() throws IOException {
    platform.close();
  }

  private Path file(String name) {
    return platform.directory().resolve(name);
  }

  private static PluginJar watcher(String end) {
    return TestPlugins.agent("watcher", "1.0.0", WATCHER.value(), MEMBERS.formatted(end), "", BODY);
  }

  private JsonArray news() {
    return TestPlatform.get(platform.ask(WATCHER, new JsonObject())).getJsonArray("news");
  }

  @Test
  void itIsToldOnItsOwnContextOfOthersAndNotOfReplacements() throws IOException {
    // Given
    watcher("return Future.succeededFuture();").write(file("watcher.jar"));
    Path echo = file("echo.jar");
    TestPlugins.echo("echo", "1.0", "urn:asap:agent:echo").write(echo);
    platform.start();
    TestPlatform.await(() -> news().contains("+echo"));

    // When
    TestPlugins.echo("echo", "1.1", "urn:asap:agent:echo").moveTo(echo);
    platform.awaitServing("echo.jar", "1.1");
    Files.delete(echo);
    TestPlatform.await(() -> news().contains("-echo"));

    // Then
    assertThat(news()).containsExactly("+echo", "-echo");
  }

  @Test
  void itsWatchEndsWithIt() throws IOException {
    // Given
    Path jar = watcher("return Future.succeededFuture();").write(file("watcher.jar"));
    platform.start();
    int before = platform.discovery().watches().count();

    // When
    Files.delete(jar);

    // Then
    TestPlatform.await(() -> platform.discovery().watches().count() == 0);
    assertThat(before).isEqualTo(1);
  }

  @Test
  void alsoIfItDoesNotStart() throws IOException {
    // Given
    watcher("return Future.failedFuture(\"on purpose\");").write(file("watcher.jar"));

    // When
    platform.start();

    // Then
    assertThat(platform.awaitRefusal("watcher.jar")).contains("on purpose");
    assertThat(platform.discovery().watches().count()).isZero();
  }
}
