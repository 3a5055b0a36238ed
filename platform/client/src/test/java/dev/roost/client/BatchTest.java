package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several messages at once. */
class BatchTest extends Fixture {
  private static List<Envelope> requests(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> TestingAgent.request(new JsonObject().put("n", n)))
        .toList();
  }

  @Test
  void eachHasItsOutcome() {
    // Given
    List<Envelope> requests = requests(3);
    RpcError error = RpcError.of(ErrorCode.HANDLER_NOT_FOUND, "nobody", new JsonObject());
    agent.will(
        (request, response) -> {
          JsonArray messages = request.text().toJsonArray();
          TestingAgent.json(
              response,
              new JsonArray()
                  .add(TestingAgent.answer(messages.getJsonObject(0)).toJsonObject())
                  .add(
                      JsonRpcWriter.error(messages.getJsonObject(1).getString("id"), error)
                          .toJsonObject())
                  .add(TestingAgent.answer(messages.getJsonObject(2)).toJsonObject())
                  .toBuffer());
        });

    // When
    List<Outcome> outcomes = Outcomes.get(client.batch(requests));

    // Then
    assertThat(outcomes).hasSize(3);
    assertThat(((Outcome.Answered) outcomes.get(0)).envelope().correlationId())
        .isEqualTo(requests.get(0).id());
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Refused(error));
    assertThat(((Outcome.Answered) outcomes.get(2)).envelope().correlationId())
        .isEqualTo(requests.get(2).id());
  }

  @Test
  void itIsOneArrayWithAKeyForEach() {
    // Given
    List<Envelope> requests = requests(50);

    // When
    Outcomes.get(client.batch(requests));

    // Then
    JsonArray sent = agent.first().body().toJsonArray();
    assertThat(agent.seen()).hasSize(1);
    assertThat(agent.first().uri()).isEqualTo("/asap");
    assertThat(agent.first().headers().contains("X-Idempotency-Key")).isFalse();
    assertThat(agent.first().headers().contains("Content-Encoding")).isFalse();
    assertThat(sent.stream().map(one -> ((JsonObject) one).getString("id")).toList())
        .isEqualTo(requests.stream().map(Envelope::id).toList());
    assertThat(
            sent.stream()
                .map(one -> ((JsonObject) one).getJsonObject("params").getString("idempotency_key"))
                .distinct())
        .hasSize(50)
        .doesNotContainNull();
  }

  @Test
  void itIsTriedAgainAsAWhole() {
    // Given
    agent.will(TestingAgent::drop, TestingAgent::echo);

    // When
    List<Outcome> outcomes = Outcomes.get(client.batch(requests(2)));

    // Then
    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Answered.class);
    assertThat(agent.seen().get(1).body()).isEqualTo(agent.seen().get(0).body());
  }

  @Test
  void anErrorInsteadOfAnArrayAnswersAllOfIt() {
    // Given
    RpcError error =
        RpcError.invalidRequest(new JsonObject().put("reason", "batch size 2 exceeds max 1"));
    agent.will(
        (request, response) -> TestingAgent.json(response, JsonRpcWriter.error(null, error)));

    // When
    RemoteErrorException failure =
        Outcomes.failure(RemoteErrorException.class, client.batch(requests(2)));

    // Then
    assertThat(failure.error()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "[{\"id\":null,\"error\":{}}]",
        "[{\"id\":null,\"error\":{}},{\"id\":null,\"error\":{}},{\"id\":null,\"error\":{}}]",
        "[7,8]",
        "<html>",
      })
  void whatIsNoAnswerToABatchIsNotTakenForOne(String body) {
    // Given
    agent.will(TestingAgent.text("application/json", body));

    // When
    Throwable failure = Outcomes.failure(client.batch(requests(2)));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void answersInAnotherOrderAreNotTheAnswers() {
    // Given
    agent.will(
        (request, response) -> {
          JsonArray messages = request.text().toJsonArray();
          TestingAgent.json(
              response,
              new JsonArray()
                  .add(TestingAgent.answer(messages.getJsonObject(1)).toJsonObject())
                  .add(TestingAgent.answer(messages.getJsonObject(0)).toJsonObject())
                  .toBuffer());
        });

    // When
    Throwable failure = Outcomes.failure(client.batch(requests(2)));

    // Then
    assertThat(failure).hasMessageContaining("JSON-RPC id");
  }

  @Test
  void eachAnswerIsBoundToItsRequest() {
    // Given
    agent.will(
        (request, response) -> {
          JsonArray messages = request.text().toJsonArray();
          JsonObject stolen =
              TestingAgent.answer(messages.getJsonObject(0))
                  .toJsonObject()
                  .put("id", messages.getJsonObject(1).getString("id"));
          TestingAgent.json(
              response,
              new JsonArray()
                  .add(TestingAgent.answer(messages.getJsonObject(0)).toJsonObject())
                  .add(stolen)
                  .toBuffer());
        });

    // When
    Throwable failure = Outcomes.failure(client.batch(requests(2)));

    // Then
    assertThat(failure).hasMessageContaining("correlation_id");
  }

  @Test
  void aBatchHasItsBounds() {
    // Given
    Envelope twice = TestingAgent.request();

    // When, Then
    assertThatThrownBy(() -> client.batch(List.of()))
        .hasMessage("a batch has 1 to 50 messages, not 0");
    assertThatThrownBy(() -> client.batch(requests(51)))
        .hasMessage("a batch has 1 to 50 messages, not 51");
    assertThatThrownBy(() -> client.batch(List.of(twice, twice)))
        .hasMessageContaining("the same id");
    assertThat(agent.seen()).isEmpty();
  }
}
