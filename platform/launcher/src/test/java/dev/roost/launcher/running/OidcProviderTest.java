package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.roost.client.oauth.ClientAuthentication;
import dev.roost.client.oauth.FileTokenStore;
import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.Login;
import dev.roost.client.oauth.Logout;
import dev.roost.client.oauth.MemoryTokenStore;
import dev.roost.client.oauth.OAuthException;
import dev.roost.client.oauth.OAuthProblem;
import dev.roost.client.oauth.OAuthTokens;
import dev.roost.client.oauth.Session;
import dev.roost.client.oauth.TokenTarget;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client with a certified provider. */
@Tag("interop")
class OidcProviderTest {
  private static final String PEER = RunningOidcProvider.RESOURCE;
  private static final TokenTarget TARGET =
      TokenTarget.of(PEER).withScopes("asap:execute").withResource(PEER);
  private static final ClientAuthentication AGENT =
      ClientAuthentication.secret("agent", Secret.of(RunningOidcProvider.SECRET));
  private static final ClientAuthentication APP = ClientAuthentication.none("roost");

  @TempDir private static Path folder;

  private static Vertx vertx;
  private static RunningOidcProvider running;
  private static IdentityProvider provider;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    running = RunningOidcProvider.start(folder);
    provider = IdentityProvider.builder(running.issuer()).vertx(vertx).build();
  }

  @AfterAll
  static void stop() throws Exception {
    if (running != null) {
      running.close();
    }
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  private static OAuthException failure(OAuthTokens tokens) throws Exception {
    Throwable failure =
        get(tokens.token(PEER).transform(done -> Future.<Throwable>succeededFuture(done.cause())));
    assertThat(failure).isInstanceOf(OAuthException.class);
    return (OAuthException) failure;
  }

  private static SignedJWT jwt(Optional<Secret> token) throws Exception {
    return SignedJWT.parse(token.orElseThrow().reveal());
  }

  private static FileTokenStore store(String name) {
    return new FileTokenStore(
        vertx, folder.resolve(name), Secret.of("a passphrase of an interop test"));
  }

  @Test
  void aSecretGetsATokenForTheResource() throws Exception {
    // When
    SignedJWT token = jwt(get(OAuthTokens.clientCredentials(provider, AGENT, TARGET).token(PEER)));

    // Then
    assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(PEER);
    assertThat(token.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("asap:execute");
    assertThat(token.getJWTClaimsSet().getStringClaim("client_id")).isEqualTo("agent");
  }

  @Test
  void soDoesAKey() throws Exception {
    // Given
    ClientAuthentication signer =
        ClientAuthentication.privateKey("signer", Secret.of(running.key().toJSONString()));

    // When
    SignedJWT token = jwt(get(OAuthTokens.clientCredentials(provider, signer, TARGET).token(PEER)));

    // Then
    assertThat(token.getJWTClaimsSet().getStringClaim("client_id")).isEqualTo("signer");
  }

  @Test
  void whatIsWrongIsTold() throws Exception {
    // Given
    ClientAuthentication liar = ClientAuthentication.secret("agent", Secret.of("wrong"));

    // When
    OAuthException client = failure(OAuthTokens.clientCredentials(provider, liar, TARGET));
    OAuthException resource =
        failure(
            OAuthTokens.clientCredentials(
                provider, AGENT, TARGET.withResource("https://others.example.com")));

    // Then
    assertThat(client.problem()).isEqualTo(OAuthProblem.CLIENT_REFUSED);
    assertThat(resource.problem()).isEqualTo(OAuthProblem.REFUSED);
    assertThat(resource).hasMessageContaining("invalid_target");
  }

  @Test
  void anIdTokenMayBeSignedByAnEdwardsKey() throws Exception {
    // Given
    MemoryTokenStore store = new MemoryTokenStore();
    ClientAuthentication client = ClientAuthentication.none("edwards");
    Login login = get(Login.begin(provider, client, TARGET, store));

    // When
    new FormBrowser("login=ada&password=any").visit(login.url(), login.redirectUri());

    // Then
    assertThat(get(login.outcome()).subject()).contains("ada");
  }

  @Test
  void whoLogsOutHasNoTokenThatCouldBeRefreshed() throws Exception {
    // Given
    TokenTarget target = TARGET.withScopes("asap:execute", "offline_access");
    MemoryTokenStore store = new MemoryTokenStore();
    Login login = get(Login.begin(provider, APP, target, store));
    new FormBrowser("login=ada&password=any").visit(login.url(), login.redirectUri());
    Session session = get(login.outcome());

    // When
    Logout.Outcome outcome = get(Logout.of(provider, APP, store));

    // Then
    assertThat(outcome).isEqualTo(new Logout.Outcome(1, 1, Optional.empty()));
    assertThat(get(store.sessions())).isEmpty();
    get(store.change(all -> List.of(session)));
    OAuthTokens tokens = OAuthTokens.loggedIn(provider, APP, store, target);
    tokens.refused(PEER, get(tokens.token(PEER)).orElseThrow());
    assertThat(failure(tokens).problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
  }

  @Test
  void whoLogsInStaysLoggedInUntilATokenIsUsedTwice() throws Exception {
    // Given
    TokenTarget target = TARGET.withScopes("asap:execute", "offline_access");
    FileTokenStore store = store("tokens");
    Login login = get(Login.begin(provider, APP, target, store));
    HttpResponse<String> page =
        new FormBrowser("login=ada&password=any").visit(login.url(), login.redirectUri());
    Session session = get(login.outcome());
    OAuthTokens tokens = OAuthTokens.loggedIn(provider, APP, store, target);
    Secret first = get(tokens.token(PEER)).orElseThrow();

    // When
    tokens.refused(PEER, first);
    Secret second = get(tokens.token(PEER)).orElseThrow();
    Session refreshed = get(store.sessions()).get(0);
    get(store.change(all -> List.of(session)));
    OAuthTokens thief = OAuthTokens.loggedIn(provider, APP, store, target);
    thief.refused(PEER, get(thief.token(PEER)).orElseThrow());
    OAuthException reused = failure(thief);

    // Then
    assertThat(page.body()).contains("You are logged in");
    assertThat(session.subject()).contains("ada");
    assertThat(first).isEqualTo(session.accessToken());
    assertThat(second).isNotEqualTo(first);
    assertThat(jwt(Optional.of(second)).getJWTClaimsSet().getAudience()).containsExactly(PEER);
    assertThat(refreshed.refreshToken()).isPresent().isNotEqualTo(session.refreshToken());
    assertThat(reused.problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
    assertThat(get(store.sessions())).isEmpty();
  }
}
