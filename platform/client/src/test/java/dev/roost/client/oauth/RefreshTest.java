package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** C8: who is logged in stays so, unless a refresh token was used by somebody else. */
class RefreshTest extends OAuthFixture {
  private static final ClientAuthentication APP = ClientAuthentication.none("app");
  private static final Secret PASSPHRASE = Secret.of("a passphrase of a test");

  @TempDir private Path folder;

  private TokenStore store;
  private OAuthTokens tokens;

  @BeforeEach
  void logIn() {
    store = fileStore();
    Outcomes.get(store.change(all -> List.of(session())));
    tokens = OAuthTokens.loggedIn(provider, APP, store, TARGET);
  }

  private TokenStore fileStore() {
    return new FileTokenStore(
        vertx, folder.resolve("tokens"), PASSPHRASE, 10, Duration.ofSeconds(15));
  }

  private Session session() {
    return new Session(
        idp.url(),
        "app",
        TARGET,
        Secret.of("access-0"),
        clock.instant(),
        clock.instant().plusSeconds(3600),
        Optional.of(Secret.of("refresh-0")),
        Optional.of("subject-1"),
        Optional.of("ada"));
  }

  private static TestingProvider.Script rotated(int number) {
    return TestingProvider.json(
        TestingProvider.answer("access-" + number).put("refresh_token", "refresh-" + number));
  }

  private List<String> stored() {
    return Outcomes.get(store.sessions()).stream()
        .flatMap(one -> Stream.of(one.accessToken(), one.refreshToken().orElse(Secret.of("none"))))
        .map(Secret::reveal)
        .toList();
  }

  private List<String> shownToTheProvider() {
    return idp.tokenRequests().stream()
        .map(request -> request.form().get("refresh_token"))
        .toList();
  }

  @Test
  void whatIsStoredIsShownAsLongAsItIsGood() {
    // When
    String token = token(tokens);

    // Then
    assertThat(token).isEqualTo("access-0");
    assertThat(idp.seen()).isEmpty();
  }

  @Test
  void thenItIsRefreshedAndTheNewOnesStored() {
    // Given
    clock.pass(Duration.ofHours(2));
    idp.will(rotated(1));

    // When
    String token = token(tokens);

    // Then
    Map<String, String> asked = idp.tokenRequests().get(0).form();
    assertThat(token).isEqualTo("access-1");
    assertThat(stored()).containsExactly("access-1", "refresh-1");
    assertThat(asked)
        .isEqualTo(
            Map.of(
                "grant_type", "refresh_token", "refresh_token", "refresh-0", "client_id", "app"));
  }

  @Test
  void eachRefreshTokenIsShownOnce() {
    // Given
    idp.will(rotated(1), rotated(2), rotated(3));

    // When
    for (int i = 0; i < 3; i++) {
      clock.pass(Duration.ofHours(2));
      token(tokens);
    }

    // Then
    assertThat(shownToTheProvider()).containsExactly("refresh-0", "refresh-1", "refresh-2");
  }

  @Test
  void severalProgramsRefreshOnce() {
    // Given
    clock.pass(Duration.ofHours(2));
    idp.will(rotated(1), TestingProvider.error(400, "invalid_grant"));
    List<OAuthTokens> programs =
        IntStream.range(0, 20)
            .mapToObj(i -> OAuthTokens.loggedIn(provider, APP, fileStore(), TARGET))
            .toList();

    // When
    List<Optional<Secret>> given =
        Outcomes.get(
            Future.all(programs.stream().map(program -> program.token(PEER)).toList())
                .map(all -> all.<Optional<Secret>>list()));

    // Then
    assertThat(given).containsOnly(Optional.of(Secret.of("access-1")));
    assertThat(idp.tokenRequests()).hasSize(1);
  }

  @Test
  void aTokenThatIsRefusedIsRefreshedThoughItLooksGood() {
    // Given
    idp.will(rotated(1));
    Secret first = Secret.of(token(tokens));

    // When
    boolean hope = tokens.refused(PEER, first);

    // Then
    assertThat(hope).isTrue();
    assertThat(token(tokens)).isEqualTo("access-1");
  }

  @Test
  void aRefreshTokenThatWasUsedBySomebodyElseEndsTheSession() {
    // Given
    clock.pass(Duration.ofHours(2));
    idp.will(TestingProvider.error(400, "invalid_grant"));

    // When
    OAuthException failure = failure(tokens);

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
    assertThat(failure).hasMessageContaining("log in again");
    assertThat(stored()).isEmpty();
    assertThat(failure(OAuthTokens.loggedIn(provider, APP, store, TARGET)).problem())
        .isEqualTo(OAuthProblem.LOGIN_NEEDED);
    assertThat(idp.tokenRequests()).hasSize(1);
  }

  static Stream<Arguments> badAnswers() {
    JsonObject none = TestingProvider.answer("access-1").put("refresh_token", "refresh-1");
    none.remove("access_token");
    return Stream.of(
        Arguments.of("no access token", TestingProvider.json(none), OAuthProblem.ANSWER),
        Arguments.of(
            "no new refresh token", TestingProvider.token("access-1"), OAuthProblem.ANSWER),
        Arguments.of("the old refresh token", rotated(0), OAuthProblem.ANSWER),
        Arguments.of("HTML", TestingProvider.text("text/html", "<html>"), OAuthProblem.ANSWER),
        Arguments.of(
            "a smaller scope",
            TestingProvider.json(
                TestingProvider.answer("a").put("refresh_token", "r").put("scope", "x")),
            OAuthProblem.SCOPE),
        Arguments.of("trouble", TestingProvider.status(503), OAuthProblem.UNREACHABLE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badAnswers")
  void whatIsNoNewTokenIsATypedErrorAndTheOldOneStays(
      String what, TestingProvider.Script answer, OAuthProblem problem) {
    // Given
    clock.pass(Duration.ofHours(2));
    idp.will(answer);

    // When
    OAuthException failure = failure(tokens);

    // Then
    assertThat(failure.problem()).isEqualTo(problem);
    assertThat(stored()).containsExactly("access-0", "refresh-0");
  }

  @Test
  void aClientThatShowsWhoItIsMayKeepItsRefreshToken() {
    // Given
    Session session =
        new Session(
            idp.url(),
            CLIENT.clientId(),
            TARGET,
            Secret.of("access-0"),
            clock.instant(),
            clock.instant().plusSeconds(60),
            Optional.of(Secret.of("refresh-0")),
            Optional.empty(),
            Optional.empty());
    Outcomes.get(store.change(all -> List.of(session)));
    clock.pass(Duration.ofHours(2));
    idp.will(TestingProvider.token("access-1"));

    // When
    String token = token(OAuthTokens.loggedIn(provider, CLIENT, store, TARGET));

    // Then
    assertThat(token).isEqualTo("access-1");
    assertThat(stored()).containsExactly("access-1", "refresh-0");
  }

  @Test
  void withoutARefreshTokenTheLoginIsOverWithTheToken() {
    // Given
    Session session =
        new Session(
            idp.url(),
            "app",
            TARGET,
            Secret.of("access-0"),
            clock.instant(),
            clock.instant().plusSeconds(60),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Outcomes.get(store.change(all -> List.of(session)));
    clock.pass(seconds(61));

    // When
    OAuthException failure = failure(tokens);

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
    assertThat(idp.tokenRequests()).isEmpty();
  }

  static Stream<TokenTarget> otherTargets() {
    return Stream.of(
        TARGET.withScopes("asap:admin"),
        TARGET.withResource("https://agents.example.com"),
        TokenTarget.of("https://others.example.com").withScopes("asap:execute"));
  }

  @ParameterizedTest
  @MethodSource("otherTargets")
  void aSessionIsForItsTargetOnly(TokenTarget other) {
    // When
    OAuthException failure =
        failure(OAuthTokens.loggedIn(provider, APP, store, other).token(other.peer()));

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
    assertThat(failure).hasMessageContaining(other.peer());
  }

  /** Fails to write as long as a test wants. */
  private static final class FullStore implements TokenStore {
    private final TokenStore store;
    private volatile boolean full;

    private FullStore(TokenStore store) {
      this.store = store;
    }

    @Override
    public Future<List<Session>> sessions() {
      return store.sessions();
    }

    @Override
    public Future<List<Session>> change(Function<List<Session>, List<Session>> change) {
      return full ? Future.failedFuture(new IllegalStateException("full")) : store.change(change);
    }

    @Override
    public <T> Future<T> alone(Supplier<Future<T>> work) {
      return store.alone(work);
    }
  }

  @Test
  void whatCannotBeStoredIsKeptAndStoredLater() {
    // Given
    FullStore sometimes = new FullStore(store);
    OAuthTokens program = OAuthTokens.loggedIn(provider, APP, sometimes, TARGET);
    idp.will(rotated(1), rotated(2));
    clock.pass(Duration.ofHours(2));
    sometimes.full = true;
    String unsaved = token(program);
    List<String> onDisk = stored();
    sometimes.full = false;
    clock.pass(Duration.ofHours(2));

    // When
    String saved = token(program);

    // Then
    assertThat(unsaved).isEqualTo("access-1");
    assertThat(onDisk).containsExactly("access-0", "refresh-0");
    assertThat(saved).isEqualTo("access-2");
    assertThat(shownToTheProvider()).containsExactly("refresh-0", "refresh-1");
    assertThat(stored()).containsExactly("access-2", "refresh-2");
  }

  @Test
  void aCrashBeforeTheNewOneIsStoredLeavesTheOldOne() {
    // Given a provider that takes a refresh token again, if its answer was lost
    FullStore crashing = new FullStore(store);
    crashing.full = true;
    clock.pass(Duration.ofHours(2));
    idp.will(rotated(1), rotated(2));
    token(OAuthTokens.loggedIn(provider, APP, crashing, TARGET));

    // When
    String token = token(OAuthTokens.loggedIn(provider, APP, fileStore(), TARGET));

    // Then
    assertThat(token).isEqualTo("access-2");
    assertThat(shownToTheProvider()).containsExactly("refresh-0", "refresh-0");
    assertThat(stored()).containsExactly("access-2", "refresh-2");
  }

  @Test
  void aThousandCallersRefreshOnce() {
    // Given
    clock.pass(Duration.ofHours(2));
    idp.will(rotated(1), TestingProvider.error(400, "invalid_grant"));

    // When
    List<Future<Optional<Secret>>> asked =
        IntStream.range(0, 1_000).mapToObj(i -> tokens.token(PEER)).toList();

    // Then
    assertThat(asked)
        .allSatisfy(one -> assertThat(Outcomes.get(one)).contains(Secret.of("access-1")));
    assertThat(idp.tokenRequests()).hasSize(1);
  }
}
