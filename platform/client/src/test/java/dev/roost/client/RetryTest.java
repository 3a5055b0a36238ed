package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.TestingAgent.Seen;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how often, and after how long. */
class RetryTest extends Fixture {
  private static final JsonObject OVERLOAD =
      new JsonObject()
          .put("error", "Service Temporarily Unavailable")
          .put("rpc_code", -32031)
          .put("message", "Thread pool exhausted")
          .put("recoverable", true)
          .put("retry_after_ms", 1_000);
  private static final JsonObject TOO_MANY =
      new JsonObject().put("error", RpcError.rateLimited(2, "20 per 1 minute").toJson());

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("no answer", script(TestingAgent::drop), 0),
        Arguments.of("half an answer", script(TestingAgent::breakOff), 0),
        Arguments.of("overload", TestingAgent.status(503, OVERLOAD), 1_000),
        Arguments.of("503", TestingAgent.status(503, new JsonObject(), "Retry-After", "2"), 2_000),
        Arguments.of("429", TestingAgent.status(429, TOO_MANY, "Retry-After", "1.5"), 1_500),
        Arguments.of("429 that tells it in its body", TestingAgent.status(429, TOO_MANY), 2_000),
        Arguments.of("429 without a time", TestingAgent.status(429, new JsonObject()), 0),
        Arguments.of("408", TestingAgent.status(408, new JsonObject()), 0),
        Arguments.of("500", TestingAgent.status(500, new JsonObject()), 0),
        Arguments.of("502", TestingAgent.status(502, new JsonObject()), 0),
        Arguments.of("504", TestingAgent.status(504, new JsonObject()), 0),
        Arguments.of(
            "an error that says when to come back",
            TestingAgent.error(
                RpcError.of(ErrorCode.THREAD_POOL_EXHAUSTED, "full", new JsonObject())),
            1_000));
  }

  private static TestingAgent.Script script(TestingAgent.Script script) {
    return script;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void whatPassesIsTriedAgainUnderTheSameNames(String what, TestingAgent.Script script, int told) {
    // Given
    agent.will(script, script, TestingAgent::echo);
    Envelope request = TestingAgent.request();

    // When
    Envelope answer = Outcomes.get(client.send(request));

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
    assertThat(agent.seen()).hasSize(3);
    assertThat(agent.seen()).extracting(Seen::json).containsOnly(agent.first().json());
    assertThat(agent.seen())
        .extracting(seen -> seen.headers().get("X-Idempotency-Key"))
        .containsOnly(agent.first().headers().get("X-Idempotency-Key"));
    assertThat(agent.first().envelope()).isEqualTo(request);
    assertThat(pauses.taken())
        .containsExactly(Duration.ofMillis(told + 500), Duration.ofMillis(told + 1_000));
  }

  static Stream<Arguments> lasting() {
    return Stream.of(
        Arguments.of("400", TestingAgent.status(400, new JsonObject())),
        Arguments.of("401", TestingAgent.status(401, new JsonObject())),
        Arguments.of("404", TestingAgent.status(404, new JsonObject())),
        Arguments.of("413", TestingAgent.status(413, new JsonObject())),
        Arguments.of("no answer of the protocol", TestingAgent.text("text/html", "<html>")),
        Arguments.of("an error", TestingAgent.error(RpcError.invalidParams("no"))),
        Arguments.of(
            "an error that is recoverable, but nobody knows when",
            TestingAgent.error(RpcError.of(ErrorCode.TIMEOUT, "late", new JsonObject()))),
        Arguments.of(
            "a timestamp that is too old by now",
            TestingAgent.error(RpcError.of(ErrorCode.INVALID_TIMESTAMP, "old", new JsonObject()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lasting")
  void whatLastsIsNotTriedAgain(String what, TestingAgent.Script script) {
    // Given
    agent.will(script);

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(AsapClientException.class);
    assertThat(agent.seen()).hasSize(1);
    assertThat(pauses.taken()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"400, 1", "1400, 2", "100000, 3"})
  void nothingIsTriedAgainAfterTheLimitOfACall(long millis, int attempts) {
    // Given
    agent.will(TestingAgent::drop);
    CallOptions options = CallOptions.DEFAULTS.withLimit(Duration.ofMillis(millis));

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request(), options));

    // Then
    assertThat(failure).isInstanceOf(ConnectionFailedException.class);
    assertThat(agent.seen()).hasSize(attempts);
  }

  @Test
  void aPeerThatIsNotThereIsTriedAgain() {
    // Given
    agent.stop();

    // When
    Outcomes.failure(ConnectionFailedException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(pauses.taken()).hasSize(2);
  }

  @Test
  void theLastFailureIsTold() {
    // Given
    agent.will(
        TestingAgent.status(500, new JsonObject()),
        TestingAgent::drop,
        TestingAgent.status(429, TOO_MANY, "Retry-After", "7"));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(429);
    assertThat(failure.error().code()).isEqualTo(429);
    assertThat(failure.recoverable()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure.fate()).isEqualTo(Fate.NOT_TAKEN);
    assertThat(agent.seen()).hasSize(3);
  }

  @Test
  void anOverloadBringsTheErrorOfItsBody() {
    // Given
    AsapClient once = client(b -> b.settings(with(RetryPolicy.NEVER, CircuitPolicy.OFF)));
    agent.will(TestingAgent.status(503, OVERLOAD));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, once.send(TestingAgent.request()));

    // Then
    assertThat(failure.error().code()).isEqualTo(-32031);
    assertThat(failure).hasMessage("Thread pool exhausted");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(1));
  }

  @Test
  void aPeerThatWantsToBeLeftAloneForLongIs() {
    // Given
    agent.will(TestingAgent.status(503, new JsonObject(), "Retry-After", "61"));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(61));
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void nothingIsRepeatedOfWhichNobodyKnowsIfTheProgramSaysSo() {
    // Given
    RetryPolicy careful =
        new RetryPolicy(
            3, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(240), false);
    AsapClient client = client(builder -> builder.settings(with(careful, CircuitPolicy.OFF)));
    agent.will(TestingAgent.status(503, new JsonObject()), TestingAgent::drop);

    // When
    ConnectionFailedException failure =
        Outcomes.failure(ConnectionFailedException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(agent.seen()).hasSize(2);
  }

  @Test
  void nothingIsTriedAgainWhenTheTimeIsOver() {
    // Given
    RetryPolicy hurried =
        new RetryPolicy(
            100, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30), true);
    AsapClient client = client(builder -> builder.settings(with(hurried, CircuitPolicy.OFF)));
    agent.will(TestingAgent::drop);

    // When
    Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(pauses.taken()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Test
  void realPausesTakeTheirTime() {
    // Given
    RetryPolicy quick =
        new RetryPolicy(
            2, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofSeconds(10), true);
    AsapClient client =
        AsapClient.builder(agent.url())
            .vertx(vertx)
            .settings(with(quick, CircuitPolicy.OFF))
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    agent.will(TestingAgent::drop, TestingAgent::echo);

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(agent.seen()).hasSize(2);
    Outcomes.get(client.close());
  }

  @Test
  void pausesAreSpreadOverTheWholeTime() {
    // Given
    Random random = new Random(1);
    int[] tenths = new int[10];

    // When
    for (int i = 0; i < 10_000; i++) {
      long millis =
          RetryPolicy.DEFAULTS
              .pause(2, Duration.ZERO, Optional.empty(), random::nextDouble)
              .orElseThrow()
              .toMillis();
      tenths[(int) (millis / 200)]++;
    }

    // Then
    assertThat(java.util.Arrays.stream(tenths).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
  }

  @Test
  void theBoundDoublesUpToTheGreatest() {
    // When
    List<Long> bounds =
        Stream.of(1, 2, 3, 6, 7, 8, 70)
            .map(
                failed ->
                    new RetryPolicy(
                            100,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(60),
                            Duration.ofDays(1),
                            true)
                        .pause(failed, Duration.ZERO, Optional.empty(), () -> 1)
                        .orElseThrow()
                        .toSeconds())
            .toList();

    // Then
    assertThat(bounds).containsExactly(1L, 2L, 4L, 32L, 60L, 60L, 60L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1 | 1000",
        " 120 | 120000",
        "1.5 | 1500",
        "0.0001 | 1",
        "Thu, 01 Jan 2026 00:00:10 GMT | 10000",
        "Wed, 31 Dec 2025 23:59:59 GMT | 0",
      })
  void timesAreReadInBothForms(String header, long millis) {
    // When
    Optional<Duration> wait = RetryAfter.read(header, Instant.parse("2026-01-01T00:00:00Z"));

    // Then
    assertThat(wait).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1e3", "99999999999999", "2026-01-01"})
  void whatIsNoTimeIsNone(String header) {
    assertThat(RetryAfter.read(header, Instant.now())).isEmpty();
  }

  @Test
  void settingsMustBePositive() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetryPolicy(0, second, second, second, true))
        .hasMessage("attempts must be at least 1: 0");
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second, second, true))
        .hasMessageContaining("base");
    assertThatThrownBy(() -> new CircuitPolicy(-1, second)).hasMessageContaining("failures");
    assertThatThrownBy(() -> within(Duration.ofSeconds(-1))).hasMessageContaining("timeout");
    assertThatThrownBy(() -> AsapClient.builder("https://a.example").connectTimeout(Duration.ZERO))
        .hasMessageContaining("connectTimeout");
  }
}
