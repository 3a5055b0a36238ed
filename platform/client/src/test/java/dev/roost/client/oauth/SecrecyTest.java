package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.roost.client.Outcomes;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** C13: what is secret is in no text, whatever goes wrong and whoever repeats it. */
class SecrecyTest extends OAuthFixture {
  private static final String SECRET = "canary/secret+1";
  private static final String TOKEN = "canary-token-2";
  private static final String REFRESH = "canary-refresh-3";
  private static final String CODE = "canary-code-4";
  private static final String PASSPHRASE = "canary passphrase 5";

  @TempDir private Path folder;

  private final List<String> canaries =
      new ArrayList<>(List.of(SECRET, TOKEN, REFRESH, CODE, PASSPHRASE));
  private final List<String> texts = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  private Level before = Level.WARN;

  @BeforeEach
  void listen() {
    log.start();
    before = root.getLevel();
    root.setLevel(Level.TRACE);
    root.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(log);
    root.setLevel(before);
  }

  private void note(Object object) {
    texts.add(String.valueOf(object));
    if (object instanceof Throwable failure) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      texts.add(trace.toString());
    }
  }

  /** As it is, and as it is on the wire. */
  private static Stream<String> forms(String canary) {
    byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        canary,
        URLEncoder.encode(canary, StandardCharsets.UTF_8),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        HexFormat.of().formatHex(bytes));
  }

  private void nothingIsTold() {
    log.list.forEach(
        line ->
            texts.add(
                line.getFormattedMessage() + line.getKeyValuePairs() + line.getThrowableProxy()));
    assertThat(texts).isNotEmpty();
    assertThat(canaries.stream().flatMap(SecrecyTest::forms))
        .allSatisfy(form -> assertThat(texts).noneMatch(text -> text.contains(form)));
  }

  private List<TestingProvider.Script> answers() {
    return List.of(
        (request, response) ->
            response
                .setStatusCode(401)
                .end(
                    new JsonObject()
                        .put("error", SECRET)
                        .put("error_description", request.headers().get("Authorization"))
                        .put("error_uri", request.body())
                        .toBuffer()),
        TestingProvider.json(TestingProvider.answer(TOKEN).put("token_type", TOKEN)),
        TestingProvider.json(TestingProvider.answer(TOKEN).put("expires_in", TOKEN)),
        TestingProvider.json(TestingProvider.answer(TOKEN).put("scope", TOKEN)),
        TestingProvider.json(
            TestingProvider.answer(TOKEN + "\n" + TOKEN).put("refresh_token", REFRESH)),
        TestingProvider.text("application/json", "{\"access_token\":\"" + TOKEN + "\",,}"),
        TestingProvider.text("text/html", TOKEN),
        TestingProvider.status(302, "Location", "https://evil.example/?token=" + TOKEN),
        TestingProvider.status(503, "Retry-After", TOKEN),
        TestingProvider::drop,
        TestingProvider::breakOff,
        TestingProvider.token(TOKEN));
  }

  @Test
  void whateverTheProviderAnswersAClient() throws Exception {
    // Given
    String key = new ECKeyGenerator(Curve.P_256).generate().toJSONString();
    canaries.add(new JsonObject(key).getString("d"));
    List<ClientAuthentication> clients =
        List.of(
            ClientAuthentication.secret("my-agent", Secret.of(SECRET)),
            ClientAuthentication.privateKey("my-agent", Secret.of(key)));

    // When
    for (ClientAuthentication client : clients) {
      for (TestingProvider.Script answer : answers()) {
        idp.will(answer);
        OAuthTokens tokens = OAuthTokens.clientCredentials(provider, client, TARGET);
        note(
            Outcomes.get(
                tokens
                    .token(PEER)
                    .transform(
                        done ->
                            Future.succeededFuture(done.failed() ? done.cause() : done.result()))));
        note(tokens);
        note(client);
      }
    }

    // Then
    idp.tokenRequests().stream()
        .map(request -> request.form().get("client_assertion"))
        .filter(assertion -> assertion != null)
        .forEach(canaries::add);
    nothingIsTold();
  }

  @Test
  void whateverComesOfALogin() {
    // Given
    TokenStore store =
        new FileTokenStore(
            vertx, folder.resolve("tokens"), Secret.of(PASSPHRASE), 10, Duration.ofSeconds(1));
    TestingBrowser browser = new TestingBrowser();
    List<TestingProvider.Script> answers = new ArrayList<>(answers());
    answers.add(TestingProvider.json(TestingProvider.answer(TOKEN).put("refresh_token", REFRESH)));

    // When
    for (TestingProvider.Script answer : answers) {
      Login login =
          Outcomes.get(Login.begin(provider, ClientAuthentication.none("app"), TARGET, store));
      idp.will(answer);
      String state = TestingBrowser.parameters(login).get("state");
      note(
          browser
              .get(login.redirectUri() + "?code=" + CODE + "&state=" + state + "&iss=" + idp.url())
              .body());
      note(
          Outcomes.get(
              login
                  .outcome()
                  .transform(
                      done ->
                          Future.succeededFuture(done.failed() ? done.cause() : done.result()))));
      note(login);
      note(login.url());
    }
    clock.pass(Duration.ofHours(2));
    idp.will(TestingProvider.error(400, "invalid_grant"));
    note(failure(OAuthTokens.loggedIn(provider, ClientAuthentication.none("app"), store, TARGET)));
    note(store);
    note(failure(new FileTokenStore(vertx, folder, Secret.of(PASSPHRASE)).sessions()));

    // Then
    idp.tokenRequests().stream()
        .map(request -> Optional.ofNullable(request.form().get("code_verifier")))
        .flatMap(Optional::stream)
        .forEach(canaries::add);
    assertThat(canaries.size()).isGreaterThan(10);
    nothingIsTold();
  }

  @Test
  void allThatCarriesOneHidesIt() {
    // Given
    Session session =
        new Session(
            "https://id.example",
            "app",
            TARGET,
            Secret.of(TOKEN),
            clock.instant(),
            clock.instant(),
            Optional.of(Secret.of(REFRESH)),
            Optional.empty(),
            Optional.empty());
    TokenAnswer answer =
        new TokenAnswer(
            Secret.of(TOKEN),
            clock.instant(),
            clock.instant(),
            Optional.of(Secret.of(REFRESH)),
            Optional.of(Secret.of(TOKEN)));

    // When
    Stream.of(
            session,
            session.token(),
            answer,
            new Form().put("code", CODE).put("client_assertion", TOKEN),
            new ProviderAnswer(200, Optional.empty(), Buffer.buffer(TOKEN)))
        .forEach(this::note);

    // Then
    nothingIsTold();
  }
}
