package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.RpcError;
import dev.roost.spi.Outcome;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are shown to agents. */
class TokenTest extends Fixture {
  private static final RpcError UNAUTHORIZED =
      RpcError.invalidRequest(
          new JsonObject().put("error", "Invalid authentication token").put("status_code", 401));

  /** Has one token after the other. */
  private static final class Numbered implements TokenProvider {
    private final List<String> refused = new ArrayList<>();
    private final boolean hopeful;

    private Numbered(boolean hopeful) {
      this.hopeful = hopeful;
    }

    @Override
    public Future<Optional<Secret>> token(String baseUrl) {
      return Future.succeededFuture(Optional.of(Secret.of("token-" + refused.size())));
    }

    @Override
    public boolean refused(String baseUrl, Secret token) {
      refused.add(token.reveal());
      return hopeful;
    }
  }

  private List<String> shown() {
    return agent.seen().stream().map(seen -> seen.headers().get("Authorization")).toList();
  }

  @Test
  void aTokenIsShownToTheAgentOnly() {
    // Given
    AsapClient client = client(builder -> builder.token(Secret.of("abc")));
    agent.will(TestingAgent::echo, TestingAgent.status(404, new JsonObject()));

    // When
    Outcomes.get(client.send(TestingAgent.request()));
    Outcomes.failure(client.discover());
    Outcomes.failure(client.health());

    // Then
    assertThat(shown()).containsExactly("Bearer abc", null, null);
  }

  @Test
  void aTokenThatIsRefusedIsReplacedOnce() {
    // Given
    Numbered tokens = new Numbered(true);
    AsapClient client = client(builder -> builder.tokens(tokens));
    agent.will(TestingAgent.error(UNAUTHORIZED), TestingAgent::echo);

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(shown()).containsExactly("Bearer token-0", "Bearer token-1");
    assertThat(tokens.refused).containsExactly("token-0");
  }

  @Test
  void alsoWhenItIsRefusedByAStatus() {
    // Given
    AsapClient client = client(builder -> builder.tokens(new Numbered(true)));
    agent.will(TestingAgent.status(401, new JsonObject()), TestingAgent::echo);

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(agent.seen()).hasSize(2);
  }

  @Test
  void butNotAgainAndAgain() {
    // Given
    AsapClient client = client(builder -> builder.tokens(new Numbered(true)));
    agent.will(TestingAgent.error(UNAUTHORIZED));

    // When
    RemoteErrorException failure =
        Outcomes.failure(RemoteErrorException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.error()).isEqualTo(UNAUTHORIZED);
    assertThat(agent.seen()).hasSize(2);
  }

  @Test
  void withoutHopeForAnotherItIsLeftAtThat() {
    // Given
    AsapClient client = client(builder -> builder.tokens(new Numbered(false)));
    agent.will(TestingAgent.error(UNAUTHORIZED));

    // When
    Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void aTokenOfTheUsualKindIsNotReplaced() {
    // Given
    AsapClient client = client(builder -> builder.token(Secret.of("abc")));
    agent.will(TestingAgent.error(UNAUTHORIZED));

    // When
    Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void aBatchThatIsRefusedAsAWholeIsSentWithAnotherToken() {
    // Given
    AsapClient client = client(builder -> builder.tokens(new Numbered(true)));
    agent.will(
        (request, response) ->
            TestingAgent.json(
                response,
                new io.vertx.core.json.JsonArray()
                    .add(new JsonObject().put("error", UNAUTHORIZED.toJson()).putNull("id"))
                    .toBuffer()),
        TestingAgent::echo);

    // When
    List<Outcome> outcomes = Outcomes.get(client.batch(List.of(TestingAgent.request())));

    // Then
    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Answered.class);
    assertThat(shown()).containsExactly("Bearer token-0", "Bearer token-1");
  }

  @Test
  void whoHasNoTokenSendsNothing() {
    // Given
    AsapClient client =
        client(builder -> builder.tokens(base -> Future.failedFuture("the provider is down")));

    // When
    NoTokenException failure =
        Outcomes.failure(NoTokenException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure).hasRootCauseMessage("the provider is down");
    assertThat(agent.seen()).isEmpty();
  }

  @Test
  void aProviderThatThrowsHasNone() {
    // Given
    AsapClient client =
        client(
            builder ->
                builder.tokens(
                    base -> {
                      throw new IllegalStateException("thrown");
                    }));

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(NoTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nX: y", "caf\u00e9", "=a"})
  void whatCannotBeATokenIsNotShown(String token) {
    // Given
    AsapClient client = client(builder -> builder.token(Secret.of(token)));

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(NoTokenException.class);
    assertThat(failure.getCause().getMessage()).doesNotContain("a b");
    assertThat(agent.seen()).isEmpty();
  }

  @Test
  void aProviderMayTakeItsTimeAndAnswerAnywhere() {
    // Given
    Promise<Optional<Secret>> token = Promise.promise();
    AsapClient client = client(builder -> builder.tokens(base -> token.future()));
    Future<?> answer = client.send(TestingAgent.request());

    // When
    new Thread(() -> token.complete(Optional.of(Secret.of("abc")))).start();

    // Then
    Outcomes.get(answer);
    assertThat(shown()).containsExactly("Bearer abc");
  }

  @Test
  void aFailureThatComesLateIsAFailure() {
    // Given
    Promise<Optional<Secret>> token = Promise.promise();
    AsapClient client = client(builder -> builder.tokens(base -> token.future()));
    Future<?> answer = client.send(TestingAgent.request());

    // When
    new Thread(() -> token.fail("late")).start();

    // Then
    assertThat(Outcomes.failure(answer)).isInstanceOf(NoTokenException.class);
  }
}
