package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.HttpStatusException;
import dev.roost.client.oauth.ClientAuthentication;
import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.Login;
import dev.roost.client.oauth.Logout;
import dev.roost.client.oauth.MemoryTokenStore;
import dev.roost.client.oauth.OAuthException;
import dev.roost.client.oauth.OAuthProblem;
import dev.roost.client.oauth.OAuthTokens;
import dev.roost.client.oauth.Session;
import dev.roost.client.oauth.TokenTarget;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole platform, its client and a Keycloak with the realm of {@code docker/keycloak}. */
@Tag("interop")
class KeycloakTest {
  private static final String ADA = "5f0c1e7a-0d5b-4c43-9a53-6a1f64f0a1da";
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final String AGENT = "agent";
  private static final String SECRET = "agent-secret";
  private static final String EXECUTE = "asap:execute";
  private static final ClientAuthentication PROGRAM =
      ClientAuthentication.secret(AGENT, Secret.of(SECRET));
  private static final ClientAuthentication APP = ClientAuthentication.none("roost");

  @TempDir private static Path folder;

  private static Vertx vertx;
  private static RunningKeycloak keycloak;
  private static IdentityProvider provider;
  private static RunningPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    keycloak = RunningKeycloak.start(folder);
    provider = IdentityProvider.builder(keycloak.issuer()).vertx(vertx).build();
    platform = platform("platform", new JsonObject());
  }

  @AfterAll
  static void stop() throws Exception {
    if (platform != null) {
      platform.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
    get(vertx.close());
  }

  private static RunningPlatform platform(String name, JsonObject more) throws Exception {
    JsonObject issuer =
        new JsonObject()
            .put("issuer", keycloak.issuer())
            .put("audience", "asap")
            .put("profile", "compatible")
            .put("subjects", new JsonObject().put(ECHO.toString(), new JsonArray().add(ADA)))
            .mergeIn(more);
    return RunningPlatform.start(
        folder.resolve(name),
        "auth.mode=oauth2",
        "auth.oauth2.issuers=" + new JsonArray().add(issuer).encode(),
        "http.rateLimit=off",
        "outbound.allowHttp=true",
        "outbound.allowAddresses=[\"127.0.0.1\"]");
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static String peer() {
    return platform.root().toString();
  }

  private static TokenTarget target() {
    return TokenTarget.of(peer()).withScopes(EXECUTE);
  }

  private static BlockingAsapClient client(OAuthTokens tokens) {
    return AsapClient.builder(peer()).vertx(vertx).tokens(tokens).build().blocking();
  }

  private static TaskStatus ask(BlockingAsapClient client) {
    TaskRequest task = new TaskRequest("conv_1", null, "echo", new JsonObject().put("n", 1), null);
    return ((TaskResponse) client.send(Envelope.of(ME, ECHO, task)).payload()).status();
  }

  private static int post(RunningPlatform there, String token) throws Exception {
    String body = RunningPlatform.request(new JsonObject().put("n", 1)).encode();
    HttpRequest request =
        HttpRequest.newBuilder(there.messages())
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return RunningPlatform.client()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String keyOf(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  @Test
  void aProgramIsServedOverHttpAndWebSocket() {
    // Given
    OAuthTokens tokens = OAuthTokens.clientCredentials(provider, PROGRAM, target());

    // When
    TaskStatus http = ask(client(tokens));
    TaskStatus webSocket = ask(client(tokens).connectWs());

    // Then
    assertThat(http).isEqualTo(TaskStatus.COMPLETED);
    assertThat(webSocket).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void aTokenForSomethingElseIsRefused() throws Exception {
    // Given
    keycloak.addClient(RunningKeycloak.reader());
    OAuthTokens noScope = OAuthTokens.clientCredentials(provider, PROGRAM, TokenTarget.of(peer()));

    // When
    int noAudience = post(platform, keycloak.clientCredentials(AGENT, SECRET));
    int reader = post(platform, keycloak.clientCredentials("reader", "reader-secret"));
    int otherRealm = post(platform, keycloak.adminToken());

    // Then
    assertThat(noAudience).isEqualTo(401);
    assertThat(reader).isEqualTo(403);
    assertThat(otherRealm).isEqualTo(401);
    assertThatThrownBy(() -> ask(client(noScope)))
        .isInstanceOfSatisfying(
            HttpStatusException.class, refused -> assertThat(refused.status()).isEqualTo(401));
  }

  @Test
  void aPersonLogsInByItsPageAndStaysLoggedInUntilATokenIsUsedTwice() throws Exception {
    // Given
    MemoryTokenStore store = new MemoryTokenStore();
    Login login = get(Login.begin(provider, APP, target(), store));

    // When
    HttpResponse<String> page =
        new FormBrowser("username=ada&password=ada-password")
            .visit(login.url(), login.redirectUri());
    Session session = get(login.outcome());
    OAuthTokens tokens = OAuthTokens.loggedIn(provider, APP, store, target());
    TaskStatus loggedIn = ask(client(tokens));
    Secret first = get(tokens.token(peer())).orElseThrow();
    tokens.refused(peer(), first);
    TaskStatus refreshed = ask(client(tokens));
    Secret second = get(tokens.token(peer())).orElseThrow();

    // Then
    assertThat(page.body()).contains("You are logged in");
    assertThat(session.subject()).contains(ADA);
    assertThat(loggedIn).isEqualTo(TaskStatus.COMPLETED);
    assertThat(refreshed).isEqualTo(TaskStatus.COMPLETED);
    assertThat(second).isNotEqualTo(first);
    assertThat(replayed(session, store).problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
  }

  /** What comes of the refresh token that was used already. */
  private static OAuthException replayed(Session session, MemoryTokenStore store) throws Exception {
    get(store.change(all -> List.of(session)));
    OAuthTokens thief = OAuthTokens.loggedIn(provider, APP, store, target());
    thief.refused(peer(), get(thief.token(peer())).orElseThrow());
    Throwable failure =
        get(thief.token(peer()).transform(done -> Future.<Throwable>succeededFuture(done.cause())));
    assertThat(failure).isInstanceOf(OAuthException.class);
    return (OAuthException) failure;
  }

  @Test
  void whoLogsOutHasNoTokenThatCouldBeRefreshed() throws Exception {
    // Given
    MemoryTokenStore store = new MemoryTokenStore();
    Login login = get(Login.begin(provider, APP, target(), store));
    new FormBrowser("username=ada&password=ada-password").visit(login.url(), login.redirectUri());
    Session session = get(login.outcome());

    // When
    Logout.Outcome outcome = get(Logout.of(provider, APP, store));

    // Then
    assertThat(outcome).isEqualTo(new Logout.Outcome(1, 1, Optional.empty()));
    assertThat(get(store.sessions())).isEmpty();
    assertThat(replayed(session, store).problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
  }

  @Test
  void aWrongPasswordIsNoLogin() throws Exception {
    // Given
    MemoryTokenStore store = new MemoryTokenStore();
    Login login = get(Login.begin(provider, APP, target(), store));

    // When
    assertThatThrownBy(
            () ->
                new FormBrowser("username=ada&password=wrong")
                    .visit(login.url(), login.redirectUri()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Invalid username or password");

    // Then
    get(login.cancel());
    assertThat(get(store.sessions())).isEmpty();
  }

  @Test
  void aRevokedTokenIsRefusedWithinAMinuteWhereTheProviderIsAsked() throws Exception {
    // Given
    Path secret =
        Files.createFile(
            folder.resolve("introspection"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "platform-secret");
    JsonObject introspection =
        new JsonObject()
            .put("tokens", "all")
            .put("clientId", "platform")
            .put("clientSecret", "${file:" + secret + "}");
    try (RunningPlatform asking =
        platform("asking", new JsonObject().put("introspection", introspection))) {
      String revoked = keycloak.clientCredentials(AGENT, SECRET, EXECUTE);
      String good = keycloak.clientCredentials(AGENT, SECRET, EXECUTE);
      assertThat(post(asking, revoked)).isEqualTo(200);

      // When
      keycloak.revoke(AGENT, SECRET, revoked);

      // Then
      Eventually.until(Duration.ofSeconds(60), () -> post(asking, revoked) == 401);
      assertThat(post(asking, good)).isEqualTo(200);
      assertThat(post(platform, revoked)).as("not asked").isEqualTo(200);
    }
  }

  @Test
  void keysThatAreForgottenAreFetchedAgain() throws Exception {
    // Given
    String token = keycloak.clientCredentials(AGENT, SECRET, EXECUTE);
    assertThat(post(platform, token)).isEqualTo(200);
    URI operation = platform.platform().status().management().resolve("/api/auth/forget-keys");

    // When
    HttpResponse<String> answer =
        RunningPlatform.client()
            .send(
                HttpRequest.newBuilder(operation).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());

    // Then
    JsonObject issuer = new JsonObject(answer.body()).getJsonArray("issuers").getJsonObject(0);
    assertThat(issuer.getString("issuer")).isEqualTo(keycloak.issuer());
    assertThat(issuer.getInteger("keys")).isPositive();
    assertThat(post(platform, token)).isEqualTo(200);
  }

  @Test
  void aNewKeyRefusesNoGoodToken() throws Exception {
    // Given
    String old = keycloak.clientCredentials(AGENT, SECRET, EXECUTE);
    try (TokenLoad load = TokenLoad.start(4, token -> post(platform, token), old)) {
      load.awaitMore(200);

      // When
      keycloak.rotate();
      String newer = keycloak.clientCredentials(AGENT, SECRET, EXECUTE);
      load.add(newer);
      load.add(keycloak.clientCredentials(AGENT, SECRET, EXECUTE));
      load.awaitMore(600);

      // Then
      assertThat(keyOf(newer)).isNotEqualTo(keyOf(old));
      assertThat(load.statuses()).containsOnlyKeys(200);
      assertThat(load.served(newer)).isGreaterThan(100);
    }
  }
}
