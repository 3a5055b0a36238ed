package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.TestingAgent.Seen;
import dev.roost.client.registry.LiteRegistry;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Registries over HTTP, and agents that were revoked. */
class RegistryClientTest extends Fixture {
  private static JsonObject entry(String name) {
    return new JsonObject()
        .put("id", "urn:asap:agent:" + name)
        .put("name", name)
        .put("description", "Does")
        .put("endpoints", new JsonObject().put("http", "https://a.example/asap"))
        .put("skills", new JsonArray().add("sum"))
        .put("asap_version", "2.2.0");
  }

  private static JsonObject registry(JsonObject... entries) {
    return new JsonObject().put("version", "1.0").put("agents", new JsonArray(List.of(entries)));
  }

  private static TestingAgent.Script page(JsonObject page, String... headers) {
    return (request, response) -> {
      for (int i = 0; i < headers.length; i += 2) {
        response.putHeader(headers[i], headers[i + 1]);
      }
      TestingAgent.json(response, page.toBuffer());
    };
  }

  private LiteRegistry fetch() {
    return Outcomes.get(client.registries().registry(agent.url() + "/registry.json"));
  }

  @Test
  void aRegistryIsTheFileAtItsUrl() {
    // Given
    agent.will(page(registry(entry("a"), entry("b"))));

    // When
    LiteRegistry registry = fetch();

    // Then
    assertThat(registry.bySkill("sum")).hasSize(2);
    assertThat(agent.first().uri()).isEqualTo("/registry.json");
  }

  @Test
  void itIsKeptForFifteenMinutesIfItDoesNotSay() {
    // Given
    agent.will(page(registry(entry("a"))));
    fetch();
    clock.pass(Duration.ofSeconds(899));
    fetch();
    int before = agent.seen().size();

    // When
    clock.pass(Duration.ofSeconds(1));
    fetch();

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(agent.seen()).hasSize(2);
  }

  @Test
  void afterItsTimeItIsAskedForUnderItsTag() {
    // Given
    agent.will(
        page(registry(entry("a")), "Cache-Control", "max-age=60", "ETag", "\"a\""),
        (request, response) -> response.setStatusCode(304).end());
    fetch();
    clock.pass(Duration.ofSeconds(60));

    // When
    LiteRegistry registry = fetch();

    // Then
    assertThat(registry.agents()).hasSize(1);
    assertThat(agent.seen().get(1).headers().get("If-None-Match")).isEqualTo("\"a\"");
  }

  @Test
  void thoseWhoAskAtTheSameTimeShareAnAnswer() {
    // Given
    List<Seen> held = new ArrayList<>();
    agent.will((request, response) -> held.add(request));
    List<Future<LiteRegistry>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(client.registries().registry(agent.url() + "/registry.json"));
    }
    Outcomes.await(() -> held.size() == 1);

    // When
    page(registry(entry("a"))).answer(held.get(0), held.get(0).request().response());

    // Then
    asked.forEach(one -> assertThat(Outcomes.get(one).agents()).hasSize(1));
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void aLongOneIsReadToo() {
    // Given
    JsonObject[] entries =
        IntStream.range(0, 2_000).mapToObj(i -> entry("agent-" + i)).toArray(JsonObject[]::new);
    agent.will(page(registry(entries)));

    // When
    LiteRegistry registry = fetch();

    // Then
    assertThat(registry.agents()).hasSize(2_000);
  }

  @Test
  void oneThatIsTooLongIsNot() {
    // Given
    agent.will(page(new JsonObject().put("agents", " ".repeat(10 * 1024 * 1024))));

    // When
    Throwable failure = Outcomes.failure(client.registries().registry(agent.url() + "/r.json"));

    // Then
    assertThat(failure)
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("longer than 10485760 bytes");
  }

  @Test
  void anOldOneStandsInForAnHour() {
    // Given
    agent.will(page(registry(entry("a")), "Cache-Control", "max-age=60"), TestingAgent::drop);
    fetch();
    clock.pass(Duration.ofSeconds(60));

    // When
    LiteRegistry standIn = fetch();
    int asked = agent.seen().size();
    fetch();
    int askedAgain = agent.seen().size();
    clock.pass(Duration.ofHours(1));
    Throwable failure =
        Outcomes.failure(client.registries().registry(agent.url() + "/registry.json"));

    // Then
    assertThat(standIn.agents()).hasSize(1);
    assertThat(askedAgain).isEqualTo(asked);
    assertThat(failure).isInstanceOf(AsapClientException.class);
  }

  @Test
  void whatIsNoRegistryIsTold() {
    // Given
    agent.will(page(new JsonObject()));

    // When
    Throwable failure = Outcomes.failure(client.registries().registry(agent.url() + "/r.json"));

    // Then
    assertThat(failure)
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("it is no registry: it has no list 'agents'");
  }

  @Test
  void whatIsNoUrlIsRefused() {
    // When, Then
    assertThatThrownBy(() -> Outcomes.get(client.registries().registry("registry.json")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private AsapClient wary(JsonObject... revoked) {
    agent.will(
        (request, response) -> {
          if (request.uri().equals("/revoked_agents.json")) {
            JsonObject list = new JsonObject().put("revoked", new JsonArray(List.of(revoked)));
            TestingAgent.json(response, list.toBuffer());
          } else {
            TestingAgent.echo(request, response);
          }
        });
    return client(builder -> builder.revocationList(agent.url() + "/revoked_agents.json"));
  }

  private static Envelope request() {
    return Envelope.of(
        TestingAgent.CLIENT,
        TestingAgent.URN,
        new TaskRequest("conv_1", null, "echo", new JsonObject(), null));
  }

  private static JsonObject revoked(AgentUrn urn) {
    return new JsonObject().put("urn", urn.value()).put("reason", "stolen key");
  }

  @Test
  void aRevokedAgentIsAskedNothing() {
    // Given
    AsapClient client = wary(revoked(TestingAgent.URN));

    // When
    AgentRevokedException sent =
        Outcomes.failure(AgentRevokedException.class, client.send(request()));
    Throwable streamed = Outcomes.failure(client.stream(request()));
    Throwable batched = Outcomes.failure(client.batch(List.of(request())));

    // Then
    assertThat(sent.error().code()).isEqualTo(ErrorCode.AGENT_REVOKED.rpcCode());
    assertThat(sent).hasMessage("urn:asap:agent:testing was revoked: stolen key");
    assertThat(streamed).isInstanceOf(AgentRevokedException.class);
    assertThat(batched).isInstanceOf(AgentRevokedException.class);
    assertThat(agent.seen()).extracting(Seen::uri).containsExactly("/revoked_agents.json");
  }

  @Test
  void othersAreAskedAsEver() {
    // Given
    AsapClient client = wary(revoked(AgentUrn.of("urn:asap:agent:other")));

    // When
    Outcomes.get(client.send(request()));
    Outcomes.get(client.send(request()));

    // Then
    assertThat(agent.seen())
        .extracting(Seen::uri)
        .containsExactly("/revoked_agents.json", "/asap", "/asap");
  }

  @Test
  void whatRunsThereMayBeStopped() {
    // Given
    AsapClient client = wary(revoked(TestingAgent.URN));
    Envelope stop =
        Envelope.of(TestingAgent.CLIENT, TestingAgent.URN, new TaskCancel("task_1", null));

    // When
    client.send(stop);

    // Then
    Outcomes.await(() -> agent.seen().size() == 1);
    assertThat(agent.first().uri()).isEqualTo("/asap");
  }

  @Test
  void withoutTheListNobodyIsAsked() {
    // Given
    agent.will(TestingAgent.status(404, new JsonObject()));
    AsapClient client =
        client(builder -> builder.revocationList(agent.url() + "/revoked_agents.json"));

    // When
    Throwable failure = Outcomes.failure(client.send(request()));

    // Then
    assertThat(failure).isInstanceOf(HttpStatusException.class);
    assertThat(agent.seen()).extracting(Seen::uri).containsExactly("/revoked_agents.json");
  }
}
