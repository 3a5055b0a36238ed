package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.CustomPayload;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.McpResourceFetch;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.json.JsonRpcWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One message and its answer, or what comes instead. */
class SendTest extends Fixture {
  private AsapClient once() {
    return client(builder -> builder.settings(within(Duration.ofSeconds(20))));
  }

  @Test
  void anAnswerComesBack() {
    // Given
    Envelope request = TestingAgent.request(new JsonObject().put("hello", "Roost"));

    // When
    Envelope answer = Outcomes.get(client.send(request));

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(((TaskResponse) answer.payload()).result())
        .isEqualTo(new JsonObject().put("echoed", new JsonObject().put("hello", "Roost")));
  }

  @Test
  void theRequestIsThatOfTheProtocol() {
    // Given
    Envelope request = TestingAgent.request();

    // When
    Outcomes.get(client(agent.url() + "/agents/testing/", builder -> builder).send(request));

    // Then
    TestingAgent.Seen seen = agent.first();
    String key = seen.headers().get("X-Idempotency-Key");
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.uri()).isEqualTo("/agents/testing/asap");
    assertThat(seen.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(seen.headers().get("Accept")).isEqualTo("application/json");
    assertThat(seen.headers().get("ASAP-Version")).isEqualTo("2.2, 2.1");
    assertThat(seen.headers().contains("Authorization")).isFalse();
    assertThat(key).hasSize(26);
    assertThat(seen.json().fieldNames())
        .containsExactlyInAnyOrder("jsonrpc", "method", "params", "id");
    assertThat(seen.json().getString("jsonrpc")).isEqualTo("2.0");
    assertThat(seen.json().getString("method")).isEqualTo("asap.send");
    assertThat(seen.json().getString("id")).isEqualTo(request.id());
    assertThat(seen.json().getJsonObject("params").getString("idempotency_key")).isEqualTo(key);
    assertThat(seen.envelope()).isEqualTo(request);
  }

  @Test
  void theProgramMayChooseTheKey() {
    // Given
    CallOptions options = CallOptions.DEFAULTS.withIdempotencyKey("order-17");

    // When
    Outcomes.get(client.send(TestingAgent.request(), options));

    // Then
    assertThat(agent.first().headers().get("X-Idempotency-Key")).isEqualTo("order-17");
  }

  @Test
  void theKeyInTheRequestIsTheKeyBesideIt() {
    // Given
    TaskConfig config = new TaskConfig(null, null, "order-18", null, null, null, null);
    Envelope request =
        Envelope.of(
            TestingAgent.CLIENT,
            TestingAgent.URN,
            new TaskRequest("conv_1", null, "echo", new JsonObject(), config));

    // When
    Outcomes.get(client.send(request));

    // Then
    assertThat(agent.first().headers().get("X-Idempotency-Key")).isEqualTo("order-18");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "caf\u00e9"})
  void whatCannotBeAKeyIsRefused(String key) {
    assertThatThrownBy(() -> CallOptions.DEFAULTS.withIdempotencyKey(key))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anErrorOfTheAgentIsTypedAndBringsItsHints() {
    // Given
    RpcError error =
        RpcError.of(ErrorCode.TASK_ALREADY_COMPLETED, "done", new JsonObject().put("task_id", "t"));
    error
        .data()
        .put("alternative_agents", new JsonArray().add("urn:asap:agent:other").add("nonsense"))
        .put("fallback_action", "ask_another");
    agent.will(TestingAgent.error(error));

    // When
    RemoteErrorException failure =
        Outcomes.failure(RemoteErrorException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.error()).isEqualTo(error);
    assertThat(failure.recoverable()).isFalse();
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.fallbackAction()).contains("ask_another");
    assertThat(failure.alternativeAgents()).containsExactly(AgentUrn.of("urn:asap:agent:other"));
    assertThat(failure.fate()).isEqualTo(Fate.ANSWERED);
    assertThat(failure.toAsapException().error()).isEqualTo(error);
    assertThat(agent.seen()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{},\"id\":null}",
        "{\"error\":null,\"id\":null}",
        "{\"error\":\"no\",\"id\":null}",
        "{\"result\":7,\"error\":{\"code\":\"x\",\"message\":5,\"data\":[1]},\"id\":null}",
        "{\"error\":{\"data\":\"text\"},\"result\":{\"envelope\":{}},\"id\":null}",
      })
  void anErrorThatSaysLittleIsAnErrorAllTheSame(String body) {
    // Given
    agent.will(TestingAgent.text("application/json", body));

    // When
    RemoteErrorException failure =
        Outcomes.failure(RemoteErrorException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.error().code()).isEqualTo(RpcError.INTERNAL_ERROR);
    assertThat(failure.alternativeAgents()).isEmpty();
    assertThat(failure.fallbackAction()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | <html>It works</html> | no JSON",
        "application/json | {\"jsonrpc\": | no JSON",
        "application/json | 17 | no JSON-RPC object",
        "application/json | [] | no JSON-RPC object",
        "application/json | {} | neither",
        "application/json | {\"result\":{},\"id\":1} | neither",
        "application/json | {\"result\":{\"other\":1},\"id\":1} | neither",
        "application/json | {\"result\":[1],\"id\":1} | neither",
        "application/json | {\"result\":{\"envelope\":{\"id\":5}},\"id\":1} | not valid at",
        "application/json | {\"result\":{\"envelope\":5},\"id\":1} | not valid at",
        "application/json | {\"error\":{},\"id\":\"other\"} | JSON-RPC id",
        "application/json | {\"error\":{},\"id\":null}{} | behind the value",
      })
  void whatIsNoAnswerIsNotTakenForOne(String type, String body, String reason) {
    // Given
    agent.will(TestingAgent.text(type, body));

    // When
    InvalidAnswerException failure =
        Outcomes.failure(InvalidAnswerException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.error().message())
        .contains(reason)
        .startsWith("The answer of " + agent.url());
    assertThat(failure.error().code()).isEqualTo(-32001);
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void anAnswerToAnotherRequestIsRefused() {
    // Given
    agent.will(
        (request, response) -> {
          Envelope stranger =
              TestingAgent.request().reply(TestingAgent.URN, TestingAgent.done(new JsonObject()));
          TestingAgent.json(
              response, JsonRpcWriter.result(request.json().getValue("id"), stranger));
        });

    // When
    InvalidAnswerException failure =
        Outcomes.failure(InvalidAnswerException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure).hasMessageContaining("correlation_id");
  }

  @Test
  void aTypeThatNeedsNoCorrelationMayHaveNone() {
    // Given
    agent.will(SendTest::uncorrelated);

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.payload()).isEqualTo(new McpResourceFetch("asap:x"));
  }

  private static void uncorrelated(TestingAgent.Seen request, HttpServerResponse response) {
    Envelope answer =
        Envelope.of(TestingAgent.URN, TestingAgent.CLIENT, new McpResourceFetch("asap:x"));
    TestingAgent.json(response, JsonRpcWriter.result(request.json().getValue("id"), answer));
  }

  @Test
  void ifItHasOneItMustBeRight() {
    // Given
    agent.will(
        (request, response) -> {
          Envelope other = TestingAgent.request();
          Envelope answer =
              other.reply(TestingAgent.URN, new CustomPayload(new JsonObject().put("x", 1)));
          TestingAgent.json(response, JsonRpcWriter.result(request.json().getValue("id"), answer));
        });

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() {
    // Given
    AsapClient modest = client(builder -> builder.settings(with(100_000, true)));
    agent.will(
        (request, response) -> {
          response.setChunked(true);
          endless(response);
        });

    // When
    InvalidAnswerException failure =
        Outcomes.failure(InvalidAnswerException.class, modest.send(TestingAgent.request()));

    // Then
    assertThat(failure).hasMessageContaining("longer than 100000 bytes");
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  private static void endless(HttpServerResponse response) {
    response.write(Buffer.buffer(new byte[10_000])).onSuccess(written -> endless(response));
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUp() {
    // Given
    agent.will(TestingAgent::silence);
    AsapClient impatient = client(builder -> builder.settings(within(Duration.ofMillis(50))));

    // When
    AnswerTimeoutException failure =
        Outcomes.failure(AnswerTimeoutException.class, impatient.send(TestingAgent.request()));

    // Then
    assertThat(failure.error().code()).isEqualTo(-32033);
    assertThat(failure.error().data().getJsonObject("details").getDouble("timeout_seconds"))
        .isEqualTo(0.05);
    assertThat(failure.recoverable()).isTrue();
    assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @Test
  void aCallMayHaveATimeOfItsOwn() {
    // Given
    agent.will(TestingAgent::silence);

    // When
    Throwable failure =
        Outcomes.failure(
            once()
                .send(
                    TestingAgent.request(),
                    CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50))));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
  }

  @Test
  void anAnswerThatDripsIsGivenUpToo() {
    // Given
    agent.will(
        (request, response) -> {
          response.setChunked(true);
          vertx.setPeriodic(10, tick -> response.write(" "));
        });
    AsapClient impatient = client(builder -> builder.settings(within(Duration.ofMillis(200))));

    // When
    Throwable failure = Outcomes.failure(impatient.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void redirectsAreNotFollowed(int status) {
    // Given
    agent.will(
        TestingAgent.status(status, new JsonObject(), "Location", agent.url() + "/elsewhere"));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(status);
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void aStatusTellsItsDetail() {
    // Given
    agent.will(
        TestingAgent.status(413, new JsonObject().put("detail", "Too large" + "!".repeat(1_000))));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.getMessage())
        .startsWith(agent.url() + " answered with status 413: Too large!!!")
        .hasSizeLessThan(600);
    assertThat(failure.error().code()).isEqualTo(-32034);
    assertThat(failure.recoverable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "{", "{\"error\":7}"})
  void aStatusWithoutADetailIsAStatus(String body) {
    // Given
    agent.will(
        (request, response) -> TestingAgent.json(response.setStatusCode(404), Buffer.buffer(body)));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure).hasMessage(agent.url() + " answered with status 404");
  }

  @Test
  void aConnectionThatEndsInsteadOfAnAnswerIsToldAsSuch() {
    // Given
    agent.will(TestingAgent::drop);

    // When
    ConnectionFailedException failure =
        Outcomes.failure(ConnectionFailedException.class, once().send(TestingAgent.request()));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(failure.error().code()).isEqualTo(-32032);
  }

  @Test
  void aConnectionThatEndsWithinAnAnswerIsToldAsSuch() {
    // Given
    agent.will(TestingAgent::breakOff);

    // When
    ConnectionFailedException failure =
        Outcomes.failure(ConnectionFailedException.class, once().send(TestingAgent.request()));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void nobodyThereIsToldAsSuch() {
    // Given
    agent.stop();

    // When
    ConnectionFailedException failure =
        Outcomes.failure(ConnectionFailedException.class, once().send(TestingAgent.request()));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.NOT_TAKEN);
    assertThat(failure.error().data().getJsonObject("details").getString("url"))
        .isEqualTo(agent.url());
  }

  @Test
  void largeMessagesAreCompressed() {
    // Given
    Envelope request = TestingAgent.request(new JsonObject().put("text", "a".repeat(5_000)));

    // When
    Outcomes.get(client.send(request));

    // Then
    assertThat(agent.first().headers().get("Content-Encoding")).isEqualTo("gzip");
    assertThat(agent.first().body().length()).isLessThan(1_000);
    assertThat(agent.first().envelope()).isEqualTo(request);
  }

  @Test
  void veryLargeOnesToo() {
    // Given
    Envelope request = TestingAgent.request(new JsonObject().put("text", "ab".repeat(500_000)));

    // When
    Outcomes.get(client.send(request));

    // Then
    assertThat(agent.first().headers().get("Content-Encoding")).isEqualTo("gzip");
    assertThat(agent.first().envelope()).isEqualTo(request);
  }

  @Test
  void smallOnesAreNot() {
    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(agent.first().headers().contains("Content-Encoding")).isFalse();
    assertThat(agent.first().body().length()).isLessThan(Compression.MIN_BYTES);
  }

  @Test
  void whatDoesNotGetShorterIsSentAsItIs() {
    // Given
    Buffer noise = Buffer.buffer(noise(new Random(1), 3_000));

    // When
    Optional<Buffer> shorter = Outcomes.get(Compression.gzip(vertx, noise));

    // Then
    assertThat(shorter).isEmpty();
  }

  private static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void compressionCanBeTurnedOff() {
    // Given
    AsapClient plain = client(builder -> builder.settings(with(1_000_000, false)));

    // When
    Outcomes.get(plain.send(TestingAgent.request(new JsonObject().put("text", "a".repeat(5_000)))));

    // Then
    assertThat(agent.first().headers().contains("Content-Encoding")).isFalse();
  }

  @Test
  void aPeerThatDoesNotKnowTheCodingGetsPlainMessages() {
    // Given
    agent.will(
        TestingAgent.status(415, new JsonObject().put("detail", "Unsupported Content-Encoding")),
        TestingAgent::echo);
    JsonObject input = new JsonObject().put("text", "a".repeat(5_000));

    // When
    Outcomes.get(client.send(TestingAgent.request(input)));
    Outcomes.get(client.send(TestingAgent.request(input)));

    // Then
    assertThat(agent.seen())
        .extracting(seen -> seen.headers().contains("Content-Encoding"))
        .containsExactly(true, false, false);
    assertThat(agent.seen().get(1).envelope()).isEqualTo(agent.seen().get(0).envelope());
  }

  @Test
  void what415IsNotAboutCodingIsAnAnswer() {
    // Given
    agent.will(TestingAgent.status(415, new JsonObject()));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(415);
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void anEnvelopeThatCannotBeWrittenFails() {
    // Given
    JsonObject input = new JsonObject().put("x", new Object());
    Envelope request =
        Envelope.of(
            TestingAgent.CLIENT,
            TestingAgent.URN,
            new TaskRequest("conv_1", null, "echo", input, null));

    // When
    Throwable failure = Outcomes.failure(client.send(request));

    // Then
    assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    assertThat(agent.seen()).isEmpty();
  }

  @Test
  void connectionsAreUsedAgain() {
    // When
    for (int i = 0; i < 5; i++) {
      Outcomes.get(client.send(TestingAgent.request()));
    }

    // Then
    assertThat(agent.connections()).isEqualTo(1);
  }

  /** A hundred connections, a thousand that wait for one. */
  @Test
  void whatWaitsForAConnectionIsBounded() {
    // Given
    agent.will(TestingAgent::silence);
    AsapClient once = once();
    AtomicInteger failed = new AtomicInteger();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    // When
    for (int i = 0; i < 1_150; i++) {
      once.send(TestingAgent.request())
          .onFailure(
              failure -> {
                failures.add(failure);
                failed.incrementAndGet();
              });
    }

    // Then
    Outcomes.await(() -> failed.get() >= 50);
    assertThat(failures)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(ConnectionFailedException.class)
                    .hasCauseInstanceOf(ConnectionPoolTooBusyException.class));
    assertThat(((AsapClientException) failures.element()).fate()).isEqualTo(Fate.NOT_TAKEN);
    Outcomes.await(() -> agent.connections() == 100);
    assertThat(failed.get()).isLessThanOrEqualTo(150);
  }
}
