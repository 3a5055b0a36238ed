package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.oauth.ClientAuthentication;
import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.Login;
import dev.roost.client.oauth.MemoryTokenStore;
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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole platform and its client with a certified provider, whose tokens are as RFC 9068 says. */
@Tag("interop")
class OidcProviderPlatformTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final String EXECUTE = "asap:execute";
  private static final ClientAuthentication PROGRAM =
      ClientAuthentication.secret(
          RunningOidcProvider.CLIENT, Secret.of(RunningOidcProvider.SECRET));
  private static final ClientAuthentication APP = ClientAuthentication.none("roost");

  @TempDir private static Path folder;

  private static Vertx vertx;
  private static RunningOidcProvider running;
  private static IdentityProvider provider;
  private static RunningPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    running = RunningOidcProvider.start(folder);
    provider = IdentityProvider.builder(running.issuer()).vertx(vertx).build();
    JsonObject introspection =
        new JsonObject().put("clientId", "platform").put("clientSecret", secret("platform-secret"));
    JsonObject issuer =
        new JsonObject()
            .put("issuer", running.issuer())
            .put("audience", RunningOidcProvider.RESOURCE)
            .put("identity", "off")
            .put("introspection", introspection);
    platform =
        RunningPlatform.start(
            folder.resolve("platform"),
            "auth.mode=oauth2",
            "auth.oauth2.issuers=" + new JsonArray().add(issuer).encode(),
            "http.rateLimit=off",
            "outbound.allowHttp=true",
            "outbound.allowAddresses=[\"127.0.0.1\"]");
  }

  private static String secret(String text) throws Exception {
    Path file =
        Files.createFile(
            folder.resolve("introspection"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
    return "${file:" + file + "}";
  }

  @AfterAll
  static void stop() throws Exception {
    if (platform != null) {
      platform.close();
    }
    if (running != null) {
      running.close();
    }
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static String peer() {
    return platform.root().toString();
  }

  private static TokenTarget target(String resource) {
    return TokenTarget.of(peer()).withScopes(EXECUTE).withResource(resource);
  }

  private static BlockingAsapClient client(OAuthTokens tokens) {
    return AsapClient.builder(peer()).vertx(vertx).tokens(tokens).build().blocking();
  }

  private static TaskStatus ask(BlockingAsapClient client) {
    TaskRequest task = new TaskRequest("conv_1", null, "echo", new JsonObject().put("n", 1), null);
    return ((TaskResponse) client.send(Envelope.of(ME, ECHO, task)).payload()).status();
  }

  private static int post(String token) throws Exception {
    String body = RunningPlatform.request(new JsonObject().put("n", 1)).encode();
    HttpRequest request =
        HttpRequest.newBuilder(platform.messages())
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return RunningPlatform.client()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String token() throws Exception {
    return running.clientCredentials(RunningOidcProvider.RESOURCE, EXECUTE);
  }

  private static String opaque() throws Exception {
    return running.clientCredentials(RunningOidcProvider.OPAQUE_RESOURCE, EXECUTE);
  }

  private static String keyOf(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  @Test
  void aProgramIsServedOverHttpAndWebSocket() {
    // Given
    OAuthTokens tokens =
        OAuthTokens.clientCredentials(provider, PROGRAM, target(RunningOidcProvider.RESOURCE));

    // When
    TaskStatus http = ask(client(tokens));
    TaskStatus webSocket = ask(client(tokens).connectWs());

    // Then
    assertThat(http).isEqualTo(TaskStatus.COMPLETED);
    assertThat(webSocket).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void aTokenThatIsNoJwtIsLookedInto() {
    // Given
    TokenTarget target = target(RunningOidcProvider.OPAQUE_RESOURCE);
    OAuthTokens tokens = OAuthTokens.clientCredentials(provider, PROGRAM, target);

    // When
    TaskStatus http = ask(client(tokens));
    TaskStatus webSocket = ask(client(tokens).connectWs());

    // Then
    assertThat(http).isEqualTo(TaskStatus.COMPLETED);
    assertThat(webSocket).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void aTokenMayBeSignedByAnEdwardsKey() throws Exception {
    // Given
    String token = running.clientCredentials(RunningOidcProvider.EDWARDS_RESOURCE, EXECUTE);

    // When
    int status = post(token);

    // Then
    assertThat(SignedJWT.parse(token).getHeader().getAlgorithm().getName()).isEqualTo("EdDSA");
    assertThat(status).isEqualTo(200);
  }

  @Test
  void whatATokenIsNotGoodForIsRefused() throws Exception {
    // When
    int reader = post(running.clientCredentials(RunningOidcProvider.RESOURCE, "asap:read"));
    int opaqueReader =
        post(running.clientCredentials(RunningOidcProvider.OPAQUE_RESOURCE, "asap:read"));
    int unknown = post("a-token-that-nobody-gave");

    // Then
    assertThat(reader).isEqualTo(403);
    assertThat(opaqueReader).isEqualTo(403);
    assertThat(unknown).isEqualTo(401);
  }

  @Test
  void aPersonLogsInByItsPageAndItsRefreshedTokenIsServedToo() throws Exception {
    // Given
    TokenTarget target = target(RunningOidcProvider.RESOURCE).withScopes(EXECUTE, "offline_access");
    MemoryTokenStore store = new MemoryTokenStore();
    Login login = get(Login.begin(provider, APP, target, store));

    // When
    new FormBrowser("login=ada&password=any").visit(login.url(), login.redirectUri());
    Session session = get(login.outcome());
    OAuthTokens tokens = OAuthTokens.loggedIn(provider, APP, store, target);
    TaskStatus loggedIn = ask(client(tokens));
    Secret first = get(tokens.token(peer())).orElseThrow();
    tokens.refused(peer(), first);
    TaskStatus refreshed = ask(client(tokens));

    // Then
    assertThat(session.subject()).contains("ada");
    assertThat(loggedIn).isEqualTo(TaskStatus.COMPLETED);
    assertThat(refreshed).isEqualTo(TaskStatus.COMPLETED);
    assertThat(get(tokens.token(peer())).orElseThrow()).isNotEqualTo(first);
  }

  @Test
  void aRevokedTokenIsRefusedWithinAMinute() throws Exception {
    // Given
    String revoked = opaque();
    String good = opaque();
    assertThat(post(revoked)).isEqualTo(200);

    // When
    running.revoke(revoked);

    // Then
    Eventually.until(Duration.ofSeconds(60), () -> post(revoked) == 401);
    assertThat(post(good)).isEqualTo(200);
  }

  @Test
  void aNewKeyRefusesNoGoodToken() throws Exception {
    // Given
    String old = token();
    try (TokenLoad load = TokenLoad.start(4, OidcProviderPlatformTest::post, old)) {
      load.awaitMore(200);

      // When
      running.rotate();
      String newer = token();
      load.add(newer);
      load.add(token());
      load.awaitMore(600);

      // Then
      assertThat(keyOf(newer)).isNotEqualTo(keyOf(old));
      assertThat(load.statuses()).containsOnlyKeys(200);
      assertThat(load.served(newer)).isGreaterThan(100);
    }
  }
}
