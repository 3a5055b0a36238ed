package dev.roost.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli.Run;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code roost login}, and {@code --login} of the commands that talk to peers. */
@ExtendWith(VertxExtension.class)
class LoginCommandTest {
  private static final String KEY = "a long and random key";
  private static final String GOOD = "code=canary-code&state={state}&iss={iss}";
  private static final Pattern AUTHORIZATION = Pattern.compile("http://\\S+/authorize\\?\\S+");
  private static final String PEER = "http://127.0.0.1:1";

  @TempDir private Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private TestingIssuer issuer;

  @BeforeEach
  void start(Vertx vertx) {
    issuer = TestingIssuer.start(vertx);
    environment.put("ROOST_TOKEN_KEY", KEY);
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
  }

  private Cli cli() {
    return new Cli(directory, environment);
  }

  /** Runs the command while a browser does its part. */
  private Run login(String answer, String... more) {
    Cli cli = cli();
    List<String> arguments = new ArrayList<>(List.of("login", PEER, "--issuer", issuer.url()));
    arguments.addAll(List.of(more));
    CompletableFuture<Run> running =
        CompletableFuture.supplyAsync(() -> cli.run(arguments.toArray(String[]::new)));
    issuer.browse(awaitUrl(cli, running), answer);
    return running.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static String awaitUrl(Cli cli, CompletableFuture<Run> running) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline && !running.isDone()) {
      Matcher found = AUTHORIZATION.matcher(cli.err());
      if (found.find() && cli.err().contains("Waiting")) {
        return found.group();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new AssertionError("no URL: " + cli.err());
  }

  private HttpServer peer(Vertx vertx, List<String> shown) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              shown.add(String.valueOf(request.getHeader("Authorization")));
              request.response().setStatusCode(500).end();
            })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  @Test
  void whoLogsInIsNamedAndUntilWhen() {
    // When
    Run run =
        login(GOOD, "--scope", "asap:execute x", "--scope", "asap:read", "--resource", "urn:x:y");

    // Then
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("ada@example.com?[31m is logged in at " + issuer.url() + " for " + PEER)
        .contains("the first token is good until 2")
        .contains("Stored in " + directory.resolve("config/roost/tokens"));
    assertThat(run.err())
        .contains("Open this in a browser:", "scope=asap%3Aexecute+asap%3Aread+openid+x")
        .contains("resource=urn%3Ax%3Ay", "come back to http://127.0.0.1:");
    assertThat(run.out() + run.err()).doesNotContain("canary", KEY);
  }

  @Test
  void machinesReadIt() {
    // When
    Run run = login(GOOD, "--json");

    // Then
    JsonObject told = new JsonObject(run.out());
    assertThat(told.getString("subject")).isEqualTo("subject-1");
    assertThat(told.getString("issuer")).isEqualTo(issuer.url());
    assertThat(told.getString("peer")).isEqualTo(PEER);
    assertThat(told.getBoolean("refreshable")).isTrue();
    assertThat(Instant.parse(told.getString("until"))).isAfter(Instant.now().plusSeconds(3000));
    assertThat(run.out()).doesNotContain("canary");
  }

  @Test
  void whatIsStoredCannotBeRead() throws IOException {
    // When
    login(GOOD);

    // Then
    Path file = directory.resolve("config/roost/tokens");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).doesNotContain("canary", "ada");
  }

  @Test
  void aLoginThatIsRefusedFails() {
    // When
    Run run = login("error=access_denied&state={state}&iss={iss}");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("refuses the login (access_denied)");
    assertThat(directory.resolve("config/roost/tokens")).doesNotExist();
  }

  @Test
  void aBrowserIsOpenedIfOneIsThere() throws IOException {
    // Given
    Path opened = directory.resolve("opened");
    Path program = Files.createDirectories(directory.resolve("bin")).resolve("xdg-open");
    Files.writeString(
        program,
        "#!/bin/sh\necho \"$1\" > " + opened + ".part && mv " + opened + ".part " + opened + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    environment.put("PATH", program.getParent() + ":/usr/bin:/bin");

    // When
    Run run = login(GOOD, "--browser");

    // Then
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.exists(opened) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(run.code()).isZero();
    assertThat(opened).content().startsWith(issuer.url() + "/authorize?");
  }

  @Test
  void whereThereIsNoneThatIsSaid() {
    // When
    Run run = login(GOOD, "--browser");

    // Then
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("There is no xdg-open here");
  }

  @Test
  void withoutAnIssuerTheAgentIsAskedForAHint() {
    // When
    Run run = cli().run("login", issuer.url());

    // Then
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Give --issuer URL; the agent names " + issuer.url());
  }

  @Test
  void whatIsAskedForWronglyIsTold() throws IOException {
    // Given
    Path open = Files.writeString(directory.resolve("open"), KEY);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Map<String, String> without = new HashMap<>(environment);
    without.remove("ROOST_TOKEN_KEY");
    String url = issuer.url();

    // When
    List<Run> runs =
        List.of(
            cli().run("login", "agents.example.com", "--issuer", url),
            cli().run("login", PEER, "--issuer", "http://id.example.com"),
            cli().run("login", PEER, "--issuer", url, "--scope", "a\"b"),
            cli().run("login", PEER, "--issuer", url, "--client-id", ""),
            cli().run("login", PEER, "--issuer", url, "--key-file", open.toString()),
            new Cli(directory, Map.of("ROOST_TOKEN_KEY", "short", "HOME", "h"))
                .run("login", PEER, "--issuer", url),
            new Cli(directory, without).run("login", PEER, "--issuer", url),
            cli().run("check", PEER, "--login", "--token-file", open.toString()),
            cli().run("login", "http://agents.example.com"),
            cli().run("check", "http://127.0.0.1:99999", "--login"));

    // Then
    assertThat(runs).allSatisfy(run -> assertThat(run.code()).as(run.err()).isEqualTo(2));
    assertThat(runs.get(4).err()).contains("chmod 600");
    assertThat(runs.get(5).err()).contains("16 characters", "head -c 32 /dev/urandom");
    assertThat(runs.get(6).err()).contains("--key-file or ROOST_TOKEN_KEY");
    assertThat(runs.get(7).err()).contains("Either --login or --token-file");
    assertThat(issuer.asked()).isEmpty();
  }

  @Test
  void aProviderThatIsNotThereIsAFailure() {
    // When
    Run run = cli().run("login", PEER, "--issuer", PEER);

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("No connection to " + PEER);
  }

  @Test
  void anotherKeyIsToldBeforeAnybodyOpensABrowser() {
    // Given
    login(GOOD);
    environment.put("ROOST_TOKEN_KEY", "another long and random key");

    // When
    Run run = cli().run("login", PEER, "--issuer", issuer.url());

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("cannot be decrypted").doesNotContain("Open this");
  }

  @Test
  void theTokenIsShownToTheAgentThatItIsFor(Vertx vertx) {
    // Given
    List<String> shown = new CopyOnWriteArrayList<>();
    HttpServer agent = peer(vertx, shown);
    String url = "http://127.0.0.1:" + agent.actualPort();
    loginFor(url);

    // When
    Run run = cli().run("check", url, "--login");

    // Then
    assertThat(shown).contains("Bearer canary-access-1");
    assertThat(run.out() + run.err()).doesNotContain("canary");
    assertThat(issuer.asked()).hasSize(1);
  }

  private void loginFor(String url) {
    Cli cli = cli();
    CompletableFuture<Run> running =
        CompletableFuture.supplyAsync(() -> cli.run("login", url, "--issuer", issuer.url()));
    issuer.browse(awaitUrl(cli, running), GOOD);
    assertThat(running.orTimeout(30, TimeUnit.SECONDS).join().code()).isZero();
  }

  @Test
  void itIsRefreshedWhenItIsOver(Vertx vertx) {
    // Given
    List<String> shown = new CopyOnWriteArrayList<>();
    String url = "http://127.0.0.1:" + peer(vertx, shown).actualPort();
    issuer.living(1);
    loginFor(url);
    issuer.living(3600);
    long over = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(600);
    while (System.nanoTime() < over) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    // When
    cli().run("check", url, "--login");

    // Then
    assertThat(shown).contains("Bearer canary-access-2");
    assertThat(issuer.asked().get(1)).containsEntry("refresh_token", "canary-refresh-1");
  }

  private Run logOut(String... more) {
    List<String> arguments = new ArrayList<>(List.of("logout", "--issuer", issuer.url()));
    arguments.addAll(List.of(more));
    return cli().run(arguments.toArray(String[]::new));
  }

  @Test
  void whoLogsOutIsForgottenHereAndThere() {
    // Given
    issuer.takingBack(200);
    login(GOOD);

    // When
    Run run = logOut();

    // Then
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Forgotten: 1 at " + issuer.url() + ", which took them back")
        .doesNotContain("canary");
    assertThat(issuer.takenBack())
        .containsExactly(
            Map.of(
                "token",
                "canary-refresh-1",
                "token_type_hint",
                "refresh_token",
                "client_id",
                "roost"));
    assertThat(cli().run("check", PEER, "--login").err()).contains("Nobody is logged in for");
    assertThat(logOut().out()).contains("Nobody was logged in at " + issuer.url());
  }

  @Test
  void aProviderThatTakesNothingBackIsToldApart() {
    // Given
    login(GOOD);

    // When
    Run run = logOut("--json");

    // Then
    assertThat(run.code()).isZero();
    assertThat(new JsonObject(run.out()))
        .isEqualTo(
            new JsonObject()
                .put("issuer", issuer.url())
                .put("forgotten", 1)
                .put("revoked", 0)
                .putNull("reason"));
  }

  @Test
  void aLogoutThatTheProviderRefusesIsAFailureThoughItIsForgotten() {
    // Given
    issuer.takingBack(403);
    login(GOOD);

    // When
    Run run = logOut();

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("Forgotten: 1 at " + issuer.url());
    assertThat(run.err()).contains("did not take the login back (status 403)");
    assertThat(logOut().code()).isZero();
  }

  @Test
  void withoutAnIssuerItIsToldWhereSomebodyIsLoggedIn() {
    // Given
    login(GOOD);

    // When
    Run run = cli().run("logout");
    Run badly = cli().run("logout", "--issuer", "http://id.example.com");

    // Then
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--issuer URL; somebody is logged in at " + issuer.url());
    assertThat(badly.code()).isEqualTo(2);
  }

  @Test
  void whoIsNotLoggedInIsToldHow() {
    // Given
    login(GOOD);

    // When
    Run run = cli().run("check", "http://127.0.0.1:2", "--login");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "Nobody is logged in for http://127.0.0.1:2", "run: roost login http://127.0.0.1:2");
  }
}
