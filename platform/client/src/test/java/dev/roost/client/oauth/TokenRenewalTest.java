package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.AsapClient;
import dev.roost.client.NoTokenException;
import dev.roost.client.Outcomes;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * C7, C9, C10: tokens are kept, renewed in time, dropped when refused, and waited for when down.
 */
class TokenRenewalTest extends OAuthFixture {
  private static TestingProvider.Script living(String token, long seconds) {
    return TestingProvider.json(TestingProvider.answer(token).put("expires_in", seconds));
  }

  @Test
  void aThousandCallersWithAnExpiredTokenMakeOneRequest() throws Exception {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(living("old", 60));
    token(tokens);
    clock.pass(seconds(61));
    idp.will(living("new", 60));
    List<Future<Optional<Secret>>> asked = new CopyOnWriteArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    for (int i = 0; i < 1_000; i++) {
      threads.execute(
          () -> {
            awaited(start);
            asked.add(tokens.token(PEER));
          });
    }

    // When
    start.countDown();
    threads.shutdown();
    Outcomes.await(() -> asked.size() == 1_000);
    List<Optional<Secret>> given = new ArrayList<>();
    asked.forEach(one -> given.add(Outcomes.get(one)));

    // Then
    assertThat(given).containsOnly(Optional.of(Secret.of("new")));
    assertThat(idp.tokenRequests()).hasSize(2);
  }

  private static void awaited(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // life, jitter, kept for at least, renewed after: 30 s or a tenth of the life before its end
    "3600, 0.5, 3239, 3241",
    "3600, 0.0, 3275, 3277",
    "3600, 1.0, 3203, 3205",
    "120, 0.5, 89, 91",
    "40, 0.5, 19, 21"
  })
  void aTokenIsRenewedInTimeWhileItIsStillShown(long life, double jitter, long kept, long renewed) {
    // Given
    pauses.random(jitter);
    OAuthTokens tokens = tokens();
    idp.will(living("first", life), living("second", life));
    token(tokens);
    clock.pass(seconds(kept));
    token(tokens);
    int before = idp.tokenRequests().size();
    clock.pass(seconds(renewed - kept));

    // When
    String shown = token(tokens);

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(shown).isEqualTo("first");
    Outcomes.await(() -> token(tokens).equals("second"));
    assertThat(idp.tokenRequests()).hasSize(2);
  }

  @Test
  void aTokenOfWhichNothingIsToldLivesAMinute() {
    // Given
    JsonObject untold = TestingProvider.answer("untold");
    untold.remove("expires_in");
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.json(untold), TestingProvider.token("next"));
    token(tokens);
    clock.pass(seconds(29));
    String kept = token(tokens);
    clock.pass(seconds(27));

    // When
    String next = token(tokens);

    // Then
    assertThat(kept).isEqualTo("untold");
    assertThat(next).isEqualTo("next");
  }

  @Test
  void aTokenServesToItsEndWhenTheProviderIsDown() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(living("first", 3600), TestingProvider.status(503));
    token(tokens);
    clock.pass(seconds(3300));
    token(tokens);
    Outcomes.await(() -> idp.tokenRequests().size() == 4);

    // When
    String shown = token(tokens);

    // Then
    assertThat(shown).isEqualTo("first");
  }

  @Test
  void aProviderThatStartsAnewIsAskedThreeTimes() {
    // Given
    idp.will(
        TestingProvider.status(503), TestingProvider::drop, TestingProvider.token("after-all"));

    // When
    String token = token(tokens());

    // Then
    assertThat(token).isEqualTo("after-all");
    assertThat(pauses.taken()).containsExactly(Duration.ofMillis(750), Duration.ofMillis(1_500));
  }

  @Test
  void oneThatIsDownIsLeftAloneForLongerEachTime() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.status(500));
    List<Integer> requests = new ArrayList<>();

    // When
    for (int wait : List.of(0, 0, 1, 1, 1, 1, 2, 1, 1)) {
      clock.pass(seconds(wait));
      assertThat(failure(tokens).problem()).isEqualTo(OAuthProblem.UNREACHABLE);
      requests.add(idp.tokenRequests().size());
    }

    // Then: after 1, 2, 4 seconds
    assertThat(requests).containsExactly(3, 3, 6, 6, 9, 9, 9, 12, 12);
  }

  @Test
  void neverForMoreThanAMinute() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.status(500));
    for (int i = 0; i < 20; i++) {
      failure(tokens);
      clock.pass(seconds(60));
    }
    int before = idp.tokenRequests().size();
    idp.will(TestingProvider.token("back"));

    // When
    String token = token(tokens);

    // Then
    assertThat(before).isEqualTo(60);
    assertThat(token).isEqualTo("back");
  }

  @Test
  void whoNamesATimeIsNotAskedBefore() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.status(429, "Retry-After", "30"), TestingProvider.token("later"));
    OAuthException failure = failure(tokens);
    clock.pass(seconds(29));
    failure(tokens);
    int before = idp.tokenRequests().size();
    clock.pass(seconds(1));

    // When
    String token = token(tokens);

    // Then
    assertThat(failure.retryAfter()).contains(seconds(30));
    assertThat(before).isEqualTo(1);
    assertThat(token).isEqualTo("later");
  }

  @ParameterizedTest
  @CsvSource({"999999999, 300", "-1, -1", "soon, -1", "7, 7"})
  void oddTimesAreBounded(String header, long seconds) {
    // Given
    idp.will(TestingProvider.status(503, "Retry-After", header));

    // When
    OAuthException failure = failure(tokens());

    // Then
    assertThat(failure.retryAfter().map(Duration::toSeconds).orElse(-1L)).isEqualTo(seconds);
  }

  @Test
  void aClientThatIsRefusedDoesNotKnockAgainForFiveMinutes() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.error(401, "invalid_client"), TestingProvider.token("mended"));
    OAuthException failure = failure(tokens);
    clock.pass(seconds(299));
    OAuthException again = failure(tokens);
    int before = idp.tokenRequests().size();
    clock.pass(seconds(1));

    // When
    String token = token(tokens);

    // Then
    assertThat(again).isSameAs(failure);
    assertThat(before).isEqualTo(1);
    assertThat(token).isEqualTo("mended");
  }

  @Test
  void aSlowAnswerIsNotWaitedForTwice() {
    // Given
    IdentityProvider hasty = provider(idp.url(), builder -> builder.timeout(Duration.ofMillis(50)));
    idp.will(
        (request, response) -> clock.pass(seconds(10)), TestingProvider.token("never asked for"));

    // When
    OAuthException failure = failure(tokens(hasty));

    // Then
    assertThat(failure).hasMessageContaining("did not answer");
    assertThat(idp.tokenRequests()).hasSize(1);
  }

  @Test
  void aRefusedTokenIsDroppedForAnother() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.token("first"), TestingProvider.token("second"));
    Secret first = Secret.of(token(tokens));

    // When
    boolean hope = tokens.refused(PEER, first);

    // Then
    assertThat(hope).isTrue();
    assertThat(token(tokens)).isEqualTo("second");
    assertThat(tokens.refused(PEER, first)).isTrue();
    assertThat(token(tokens)).isEqualTo("second");
    assertThat(idp.tokenRequests()).hasSize(2);
  }

  @Test
  void aPeerThatRefusesEverythingGetsOneMoreIn10Seconds() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.token("first"), TestingProvider.token("second"));
    tokens.refused(PEER, Secret.of(token(tokens)));
    Secret second = Secret.of(token(tokens));
    boolean early = tokens.refused(PEER, second);
    clock.pass(seconds(10));

    // When
    boolean later = tokens.refused(PEER, second);

    // Then
    assertThat(early).isFalse();
    assertThat(later).isTrue();
  }

  // ---- with the client for agents

  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");

  private static Envelope message() {
    return Envelope.of(
        ME,
        AgentUrn.of("urn:asap:agent:greeter"),
        new TaskRequest("conv_1", null, "greet", new JsonObject(), null));
  }

  private HttpServer peer(int status, List<String> shown, String... headers) {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  shown.add(String.valueOf(request.getHeader("Authorization")));
                  for (int i = 0; i < headers.length; i += 2) {
                    request.response().putHeader(headers[i], headers[i + 1]);
                  }
                  request.response().setStatusCode(status).end();
                });
    return Outcomes.get(server.listen(0, "127.0.0.1"));
  }

  private AsapClient client(HttpServer peer) {
    String url = "http://127.0.0.1:" + peer.actualPort();
    return AsapClient.builder(url)
        .vertx(vertx)
        .tokens(OAuthTokens.clientCredentials(provider, CLIENT, TokenTarget.of(url)))
        .build();
  }

  @Test
  void aMessageIsSentTwiceAtMost() {
    // Given
    List<String> shown = new CopyOnWriteArrayList<>();
    AsapClient client =
        client(peer(401, shown, "WWW-Authenticate", "Bearer error=\"invalid_token\""));
    idp.will(TestingProvider.token("first"), TestingProvider.token("second"));

    // When
    Outcomes.failure(client.send(message()));
    Outcomes.failure(client.send(message()));

    // Then
    assertThat(shown).containsExactly("Bearer first", "Bearer second", "Bearer second");
    assertThat(idp.tokenRequests()).hasSize(2);
  }

  @Test
  void aTokenIsNotTakenAlongARedirect() {
    // Given
    List<String> elsewhere = new CopyOnWriteArrayList<>();
    HttpServer other = peer(200, elsewhere);
    List<String> shown = new CopyOnWriteArrayList<>();
    AsapClient client =
        client(peer(307, shown, "Location", "http://127.0.0.1:" + other.actualPort() + "/asap"));

    // When
    Outcomes.failure(client.send(message()));

    // Then
    assertThat(shown).containsExactly("Bearer token-1");
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void whyThereIsNoneIsTheCauseOfTheCallsFailure() {
    // Given
    List<String> shown = new CopyOnWriteArrayList<>();
    AsapClient client = client(peer(200, shown));
    idp.will(TestingProvider.error(401, "invalid_client"));

    // When
    Throwable failure = Outcomes.failure(client.send(message()));

    // Then
    assertThat(failure).isInstanceOf(NoTokenException.class);
    assertThat(failure.getCause())
        .isInstanceOf(OAuthException.class)
        .hasMessageContaining("check the client id and its secret or key");
    assertThat(shown).isEmpty();
  }
}
