package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same request again. */
class IdempotencyTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node = TestNode.with().patience(Duration.ofSeconds(20), Duration.ofMillis(400)).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  private static JsonObject around(JsonObject envelope, String key) {
    JsonObject request = Requests.around(envelope);
    request.getJsonObject("params").put("idempotency_key", key);
    return request;
  }

  private static JsonObject configured(JsonObject envelope, String key) {
    envelope.getJsonObject("payload").put("config", new JsonObject().put("idempotency_key", key));
    return envelope;
  }

  @Test
  void aHundredAtOnceRunOnceAndAreAnsweredAlike() {
    // Given
    List<Wire> wires = IntStream.range(0, 100).mapToObj(i -> node.connect()).toList();
    JsonObject request = peer.request("count", new JsonObject().put("n", 1));

    // When
    wires.forEach(wire -> wire.post(Requests.around(request).encode(), "X-Idempotency-Key: key-1"));
    TestPlatform.await(() -> agent.gate.size() == 1);
    agent.gate.open();
    List<String> answers = new ArrayList<>();
    wires.forEach(wire -> answers.add(wire.read().text()));

    // Then
    assertThat(agent.runs).hasValue(1);
    assertThat(answers).hasSize(100).containsOnly(answers.get(0));
    assertThat(new JsonObject(answers.get(0)).getJsonObject("result")).isNotNull();
    assertThat(node.tasks().size()).isZero();
    wires.forEach(Wire::close);
  }

  @Test
  void anotherEnvelopeUnderTheKeyIsAnsweredWithItsOwnCorrelation() {
    // Given
    JsonObject first = peer.request("stream", new JsonObject());
    JsonObject second = peer.request("stream", new JsonObject());
    JsonObject firstAnswer = peer.payloadOf(configured(first, "order-1"));

    // When
    Wire.Answer answer = peer.send(configured(second, "order-1"));

    // Then
    assertThat(Peer.payloadOf(answer)).isEqualTo(firstAnswer);
    assertThat(
            answer
                .json()
                .getJsonObject("result")
                .getJsonObject("envelope")
                .getString("correlation_id"))
        .isEqualTo(second.getString("id"));
  }

  @Test
  void whatTheProgramChoseGoesBeforeWhatItsClientMadeUp() {
    // Given
    JsonObject first = configured(peer.request("stream", new JsonObject()), "order-1");
    JsonObject second = configured(peer.request("stream", new JsonObject()), "order-1");

    // When
    Wire.Answer one = node.post(around(first, "k1").encode(), "X-Idempotency-Key: h1");
    Wire.Answer two = node.post(around(second, "k2").encode(), "X-Idempotency-Key: h2");

    // Then
    assertThat(Peer.payloadOf(two)).isEqualTo(Peer.payloadOf(one));
  }

  @Test
  void anotherBodyUnderTheKeyIsAnError() {
    // Given
    JsonObject first = peer.request("stream", new JsonObject().put("chunks", 1));
    JsonObject second = peer.request("stream", new JsonObject().put("chunks", 2));
    node.post(around(first, "key").encode());

    // When
    Wire.Answer answer = node.post(around(second, "key").encode());

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
    assertThat(answer.error().getJsonObject("data").getString("error"))
        .isEqualTo("Idempotency key was used for a different request");
    assertThat(node.tasks().size()).isZero();
  }

  @Test
  void anErrorIsAnsweredAgainUnlessItMayPass() {
    // Given
    JsonObject refused = peer.request("no such skill", new JsonObject());
    JsonObject late = peer.request("obey", new JsonObject());
    late.getJsonObject("payload").put("config", new JsonObject().put("timeout_seconds", 1));

    // When
    Wire.Answer first = node.post(around(refused, "a").encode());
    Wire.Answer again = node.post(around(refused, "a").encode());
    node.post(around(late, "b").encode());
    node.post(around(late, "b").encode());

    // Then
    assertThat(again.error()).isEqualTo(first.error());
    TestPlatform.await(() -> agent.cancelled.size() == 2); // a timeout can pass: tried again
  }

  @Test
  void theHeaderNamesNoMessageOfABatch() {
    // Given
    JsonArray batch =
        new JsonArray()
            .add(Requests.around(peer.request("stream", new JsonObject().put("chunks", 1))))
            .add(Requests.around(peer.request("stream", new JsonObject().put("chunks", 2))));

    // When
    JsonArray answers = node.post(batch.encode(), "X-Idempotency-Key: key").array();

    // Then
    assertThat(answers)
        .allSatisfy(answer -> assertThat(((JsonObject) answer).containsKey("result")).isTrue());
  }

  @Test
  void aMessageThatWantsAnAcknowledgementIsKnownByItsId() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject()).put("requires_ack", true);

    // When
    JsonObject first = peer.payloadOf(request);
    JsonObject again = peer.payloadOf(request);

    // Then
    assertThat(again).isEqualTo(first);
  }

  @Test
  void withoutAKeyTheSameEnvelopeRunsAgain() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject());

    // When
    JsonObject first = peer.payloadOf(request);
    JsonObject again = peer.payloadOf(request);

    // Then
    assertThat(again.getString("task_id")).isNotEqualTo(first.getString("task_id"));
  }

  @Test
  void aKeyIsTheCallersOwn() {
    // Given
    JsonObject mine = peer.request("stream", new JsonObject());
    JsonObject another = mine.copy().put("sender", "urn:asap:agent:another");

    // When
    Wire.Answer first = node.post(around(mine, "key").encode());
    Wire.Answer second = node.post(around(another, "key").encode());

    // Then
    assertThat(Peer.payloadOf(second).getString("task_id"))
        .isNotEqualTo(Peer.payloadOf(first).getString("task_id"));
  }

  @Test
  void aKeyMustHaveALength() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject());

    // When
    Wire.Answer empty = node.post(around(request, "").encode());
    Wire.Answer endless = node.post(around(request, "k".repeat(257)).encode());

    // Then
    assertThat(empty.error().getInteger("code")).isEqualTo(-32602);
    assertThat(endless.error().getInteger("code")).isEqualTo(-32602);
  }

  @Test
  void aStreamUnderAKeyIsTheSameStream() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject().put("chunks", 2));

    try (Wire first = node.connect();
        Wire second = node.connect()) {
      // When
      List<Events.Event> once = peer.stream(first, request, "X-Idempotency-Key: s").rest();
      List<Events.Event> again = peer.stream(second, request, "X-Idempotency-Key: s").rest();

      // Then
      assertThat(again).isEqualTo(once);
      assertThat(agent.written).hasValue(2);
    }
  }
}
