package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.RpcError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a peer gets a rest. */
class CircuitTest extends Fixture {
  private static final CircuitPolicy AFTER_THREE = new CircuitPolicy(3, Duration.ofSeconds(60));

  @BeforeEach
  void oneAttempt() {
    client = client(builder -> builder.settings(with(RetryPolicy.NEVER, AFTER_THREE)));
  }

  private Throwable fail() {
    return Outcomes.failure(client.send(TestingAgent.request()));
  }

  private void succeed() {
    Outcomes.get(client.send(TestingAgent.request()));
  }

  private void open() {
    agent.will(TestingAgent::drop);
    fail();
    fail();
    fail();
  }

  @Test
  void afterSomeFailuresInARowNothingIsSent() {
    // Given
    open();
    clock.pass(Duration.ofSeconds(20));

    // When
    Throwable failure = fail();

    // Then
    assertThat(failure)
        .isInstanceOfSatisfying(
            CircuitOpenException.class,
            open -> {
              assertThat(open.error().code()).isEqualTo(-32011);
              assertThat(open.error().data().getJsonObject("details"))
                  .isEqualTo(
                      new JsonObject().put("base_url", agent.url()).put("consecutive_failures", 3));
              assertThat(open.retryAfter()).contains(Duration.ofSeconds(40));
              assertThat(open.fallbackAction()).contains("retry_later_or_failover");
              assertThat(open.fate()).isEqualTo(Fate.NOT_TAKEN);
            });
    assertThat(agent.seen()).hasSize(3);
  }

  @Test
  void aSuccessBetweenThemBeginsTheCountAnew() {
    // Given
    agent.will(
        TestingAgent::drop,
        TestingAgent::drop,
        TestingAgent::echo,
        TestingAgent::drop,
        TestingAgent::drop,
        TestingAgent::echo);
    fail();
    fail();
    succeed();
    fail();
    fail();

    // When
    succeed();

    // Then
    assertThat(agent.seen()).hasSize(6);
  }

  @Test
  void afterTheRestOneMessageDecides() {
    // Given
    open();
    clock.pass(Duration.ofSeconds(61));
    List<TestingAgent.Seen> held = new ArrayList<>();
    agent.will((request, response) -> held.add(request));
    Promise<Object> first = Promise.promise();
    client.send(TestingAgent.request()).onComplete(done -> first.complete());
    Outcomes.await(() -> held.size() == 1);

    // When
    Throwable second = fail();
    agent.will(TestingAgent::echo);
    TestingAgent.echo(held.get(0), held.get(0).request().response());
    Outcomes.get(first.future());

    // Then
    assertThat(second).isInstanceOf(CircuitOpenException.class);
    succeed();
  }

  @Test
  void ifThatFailsTheRestBeginsAnew() {
    // Given
    open();
    clock.pass(Duration.ofSeconds(61));
    fail();

    // When
    Throwable failure = fail();

    // Then
    assertThat(failure).isInstanceOf(CircuitOpenException.class);
    assertThat(agent.seen()).hasSize(4);
  }

  /** The permit of a call that says nothing about the peer must not be lost. */
  @Test
  void aTestThatTellsNothingIsNoTest() {
    // Given
    open();
    clock.pass(Duration.ofSeconds(61));
    agent.will(TestingAgent.status(404, new JsonObject()), TestingAgent::echo);
    fail();

    // When
    succeed();

    // Then
    assertThat(agent.seen()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429})
  void answersThatBlameUsAreNoFailures(int status) {
    // Given
    agent.will(TestingAgent.status(status, new JsonObject()));

    // When
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      failures.add(fail());
    }

    // Then
    assertThat(failures).hasOnlyElementsOfType(HttpStatusException.class);
  }

  @Test
  void errorsOfTheProtocolAreNoFailuresOfThePeer() {
    // Given
    agent.will(TestingAgent.error(RpcError.internalError()));

    // When
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      failures.add(fail());
    }

    // Then
    assertThat(failures).hasOnlyElementsOfType(RemoteErrorException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void brokenPeersAre(int status) {
    // Given
    agent.will(TestingAgent.status(status, new JsonObject()));
    fail();
    fail();
    fail();

    // When
    Throwable failure = fail();

    // Then
    assertThat(failure).isInstanceOf(CircuitOpenException.class);
  }

  @Test
  void whoTalksNonsenseIsBroken() {
    // Given
    agent.will(TestingAgent.text("text/html", "<html>"));
    fail();
    fail();
    fail();

    // When
    Throwable failure = fail();

    // Then
    assertThat(failure).isInstanceOf(CircuitOpenException.class);
  }

  @Test
  void everyPeerHasItsOwn() {
    // Given
    open();
    TestingAgent other = TestingAgent.start(vertx);

    // When
    Future<?> answer = client.at(other.url()).send(TestingAgent.request());

    // Then
    assertThat(Outcomes.get(answer)).isNotNull();
    assertThat(Outcomes.failure(client.at(agent.url() + "/").send(TestingAgent.request())))
        .isInstanceOf(CircuitOpenException.class);
  }

  @Test
  void aCallWhoseLastAttemptsAreHeldBackTellsWhatWentWrong() {
    // Given
    client = client(builder -> builder.settings(with(RetryPolicy.DEFAULTS, AFTER_THREE)));
    agent.will(TestingAgent::drop);
    fail();

    // When
    Throwable failure = fail();

    // Then
    assertThat(failure).isInstanceOf(CircuitOpenException.class);
    assertThat(agent.seen()).hasSize(3);
    clock.pass(Duration.ofSeconds(61));
    assertThat(fail()).isInstanceOf(ConnectionFailedException.class);
    assertThat(agent.seen()).hasSize(4);
  }

  @Test
  void itCanBeTurnedOff() {
    // Given
    client = client(builder -> builder.settings(with(RetryPolicy.NEVER, CircuitPolicy.OFF)));
    agent.will(TestingAgent::drop);

    // When
    for (int i = 0; i < 10; i++) {
      fail();
    }

    // Then
    assertThat(agent.seen()).hasSize(10);
  }
}
