package dev.roost.platform.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.registry.LiteRegistry;
import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agents that Consul knows. */
class ConsulAgentsTest {
  private final Vertx vertx = Vertx.vertx();
  private TestingConsul consul;
  private ConsulAgents agents;

  @BeforeEach
  void start() {
    consul = TestingConsul.start(vertx);
    agents =
        new ConsulAgents(
            vertx, new ConsulConfig(true, consul.url(), Optional.empty(), "asap", List.of(), 10));
  }

  @AfterEach
  void stop() {
    TestPlatform.get(vertx.close());
  }

  private void registered(String id, String name, JsonObject meta, String... tags) {
    consul
        .services()
        .put(
            id,
            new JsonObject()
                .put("ID", id)
                .put("Name", name)
                .put("Tags", new JsonArray(List.of(tags)))
                .put("Meta", meta));
  }

  private static JsonObject meta(String name) {
    return new JsonObject()
        .put("urn", "urn:asap:agent:" + name)
        .put("name", name)
        .put("manifest_url", "https://a.example/" + name + "/.well-known/asap/manifest.json");
  }

  private List<String> ids(Optional<String> tag) {
    return TestPlatform.get(agents.agents(tag)).agents().stream()
        .map(entry -> entry.id().name())
        .toList();
  }

  @Test
  void theyAreFoundByTag() {
    // Given
    registered("1", "asap", meta("a"), "sum", "echo");
    registered("2", "asap", meta("b"), "sum");
    registered("3", "other", meta("c"), "sum");

    // When
    LiteRegistry all = TestPlatform.get(agents.read());

    // Then
    assertThat(ids(Optional.of("echo"))).containsExactly("a");
    assertThat(ids(Optional.of("sum"))).containsExactly("a", "b");
    assertThat(ids(Optional.of("no such&passing=x"))).isEmpty();
    assertThat(all.bySkill("sum")).hasSize(2);
    assertThat(all.agents().get(0).baseUrl()).contains("https://a.example/a");
  }

  @Test
  void whatIsNoAgentIsLeftOutAndOneOfManyInstancesStays() {
    // Given
    registered("1", "asap", new JsonObject());
    registered("2", "asap", new JsonObject().put("urn", "nobody").put("manifest_url", "x"));
    registered("3", "asap", new JsonObject().put("urn", "urn:asap:agent:a"));
    registered("4", "asap", meta("b"));
    registered("5", "asap", meta("b"));

    // When, Then
    assertThat(ids(Optional.empty())).containsExactly("b");
  }

  @Test
  void whoIsNotHealthyIsNotThere() {
    // Given
    registered("1", "asap", meta("a"));
    registered("2", "asap", meta("b"));
    consul
        .services()
        .get("1")
        .put("Check", new JsonObject().put("HTTP", consul.url() + "/no-such-page"));

    // When, Then
    assertThat(ids(Optional.empty())).containsExactly("b");
  }

  @Test
  void thoseWhoAskAtTheSameTimeShareAnAnswer() {
    // Given
    registered("1", "asap", meta("a"));
    List<Future<LiteRegistry>> asked = new ArrayList<>();

    // When
    for (int i = 0; i < 100; i++) {
      asked.add(agents.read());
    }

    // Then
    asked.forEach(one -> assertThat(TestPlatform.get(one).agents()).hasSize(1));
    assertThat(consul.tokens()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | Permission denied | it answers 403: Permission denied",
        "200 | <html> | no JSON",
        "200 | {} | no list",
        "302 | | it answers 302",
      })
  void anAnswerThatIsNoneIsTold(int status, String body, String reason) {
    // Given
    consul.spoil(status, body == null ? "" : body);

    // When
    Throwable failure = TestPlatform.failure(agents.read());

    // Then
    assertThat(failure).hasMessageContaining(reason);
    consul.mend();
    assertThat(TestPlatform.get(agents.read()).agents()).isEmpty();
  }

  @Test
  void oneThatIsTooLongToo() {
    // Given
    consul.spoil(200, "[" + " ".repeat(10 * 1024 * 1024) + "]");

    // When
    Throwable failure = TestPlatform.failure(agents.read());

    // Then
    assertThat(failure).hasMessageContaining("longer than 10485760 bytes");
  }
}
