package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.Outcomes;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where sessions lie between two runs. */
class FileTokenStoreTest {
  private static final Secret PASSPHRASE = Secret.of("a passphrase of a test");

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Outcomes.get(vertx.close());
  }

  private Path file() {
    return folder.resolve("below").resolve("tokens");
  }

  private FileTokenStore store(Secret passphrase) {
    return new FileTokenStore(vertx, file(), passphrase, 10, Duration.ofMillis(200));
  }

  private FileTokenStore store() {
    return store(PASSPHRASE);
  }

  private static Session session(String client) {
    return new Session(
        "https://id.example.com",
        client,
        TokenTarget.of("https://agents.example.com").withScopes("a", "b").withResource("urn:x:y"),
        Secret.of("canary-access"),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-01T01:00:00.5Z"),
        Optional.of(Secret.of("canary-refresh")),
        Optional.of("subject"),
        Optional.of("Ada"));
  }

  private static Session bare(String client) {
    Session full = session(client);
    return new Session(
        full.issuer(),
        client,
        TokenTarget.of("https://agents.example.com"),
        full.accessToken(),
        full.since(),
        full.until(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static OAuthException failure(Future<?> future) {
    return OAuthException.from(Outcomes.failure(future));
  }

  @Test
  void whatIsStoredIsThereInTheNextRun() {
    // Given
    Outcomes.get(store().change(all -> List.of(session("one"), bare("two"))));

    // When
    List<Session> there = Outcomes.get(store().sessions());

    // Then
    assertThat(there).containsExactly(session("one"), bare("two"));
  }

  @Test
  void withoutAFileNothingIsThere() {
    assertThat(Outcomes.get(store().sessions())).isEmpty();
    assertThat(file()).doesNotExist();
  }

  @Test
  void onlyItsOwnerCanReadItAndNobodyItsTokens() throws IOException {
    // When
    Outcomes.get(store().change(all -> List.of(session("one"))));

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(file())).doesNotContain("canary", "Ada", "agents.example.com");
    try (Stream<Path> files = Files.list(file().getParent())) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void noTwoFilesAreAlike() throws IOException {
    // Given
    FileTokenStore store = store();
    Outcomes.get(store.change(all -> List.of(session("one"))));
    JsonObject first = new JsonObject(Files.readString(file()));

    // When
    Outcomes.get(store.change(all -> all));

    // Then
    JsonObject second = new JsonObject(Files.readString(file()));
    assertThat(second.getString("nonce")).isNotEqualTo(first.getString("nonce"));
    assertThat(second.getString("data")).isNotEqualTo(first.getString("data"));
  }

  @Test
  void whatACrashLeftBesideItDoesNotDisturb() throws IOException {
    // Given
    Outcomes.get(store().change(all -> List.of(session("one"))));
    Files.writeString(file().resolveSibling("tokens.123.new"), "half of a fi");

    // When
    List<Session> there = Outcomes.get(store().change(all -> all));

    // Then
    assertThat(there).containsExactly(session("one"));
  }

  @Test
  void anotherPassphraseOpensItNot() {
    // Given
    Outcomes.get(store().change(all -> List.of(session("one"))));

    // When
    OAuthException failure = failure(store(Secret.of("another passphrase")).sessions());

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.STORE);
    assertThat(failure).hasMessageContaining("another passphrase").hasNoCause();
  }

  @Test
  void aPassphraseIsLong() {
    assertThatThrownBy(() -> new FileTokenStore(vertx, file(), Secret.of("short")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short");
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("cut", text -> text.substring(0, text.length() / 2)),
        damage("empty", text -> ""),
        damage("no object", text -> "[]"),
        damage("another version", text -> changed(text, "version", 2)),
        damage("no count", text -> changed(text, "iterations", null)),
        damage("a count of nothing", text -> changed(text, "iterations", 0)),
        damage("a count that takes for ever", text -> changed(text, "iterations", 2_000_000_000)),
        damage("another salt", text -> changed(text, "salt", "AAAAAAAAAAAAAAAAAAAAAA==")),
        damage("no nonce", text -> changed(text, "nonce", "")),
        damage("other data", text -> changed(text, "data", "AAAA")));
  }

  private static Arguments damage(String what, UnaryOperator<String> change) {
    return Arguments.of(what, change);
  }

  private static String changed(String text, String name, Object value) {
    return new JsonObject(text).put(name, value).encode();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void aDamagedFileIsToldAndNotOverwritten(String what, UnaryOperator<String> change)
      throws IOException {
    // Given
    Outcomes.get(store().change(all -> List.of(session("one"))));
    String damaged = change.apply(Files.readString(file()));
    Files.writeString(file(), damaged);

    // When
    OAuthException failure = failure(store().change(all -> List.of()));

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.STORE);
    assertThat(file()).hasContent(damaged);
  }

  @Test
  void aFileThatOthersCanReadIsNotUsed() throws IOException {
    // Given
    Outcomes.get(store().change(all -> List.of(session("one"))));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

    // When
    OAuthException failure = failure(store().sessions());

    // Then
    assertThat(failure).hasMessageContaining("chmod 600 " + file());
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws IOException {
    // Given
    Outcomes.get(store().change(all -> List.of()));
    Files.writeString(file(), " ".repeat((1 << 20) + 1));

    // When
    OAuthException failure = failure(store().sessions());

    // Then
    assertThat(failure).hasMessageContaining("1 MiB");
  }

  @Test
  void aFolderInItsPlaceIsTold() throws IOException {
    // Given
    Files.createDirectories(file());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));

    // When
    OAuthException failure = failure(store().sessions());

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.STORE);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsTold() throws IOException {
    // Given
    Files.writeString(folder.resolve("below"), "a file where a folder should be");

    // When
    OAuthException written = failure(store().change(all -> List.of(session("one"))));
    OAuthException locked = failure(store().alone(Future::succeededFuture));

    // Then
    assertThat(written).hasMessageContaining("cannot be written");
    assertThat(locked).hasMessageContaining("cannot be locked");
  }

  @Test
  void itTakesAHundredSessions() {
    // Given
    List<Session> many =
        IntStream.range(0, FileTokenStore.MAX_SESSIONS).mapToObj(i -> session("c" + i)).toList();
    Outcomes.get(store().change(all -> many));

    // When
    OAuthException failure =
        failure(
            store()
                .change(
                    all -> {
                      List<Session> more = new ArrayList<>(all);
                      more.add(session("one more"));
                      return more;
                    }));

    // Then
    assertThat(failure).hasMessageContaining("100 sessions");
    assertThat(Outcomes.get(store().sessions())).hasSize(100);
  }

  @Test
  void whatIsDoneAloneIsDoneOneAfterTheOther() {
    // Given
    FileTokenStore store = store();
    Promise<String> first = Promise.promise();
    List<String> order = new ArrayList<>();
    Future<String> one = store.alone(first::future).onSuccess(order::add);
    Future<String> two = store.alone(() -> Future.succeededFuture("two")).onSuccess(order::add);

    // When
    first.complete("one");

    // Then
    Outcomes.get(Future.all(one, two));
    assertThat(order).containsExactly("one", "two");
  }

  @Test
  void aFailureLetsTheNextOneIn() {
    // Given
    FileTokenStore store = store();
    Throwable failed = Outcomes.failure(store.alone(() -> Future.failedFuture("no")));

    // When
    String next = Outcomes.get(store.alone(() -> Future.succeededFuture("next")));

    // Then
    assertThat(failed).hasMessage("no");
    assertThat(next).isEqualTo("next");
  }

  @Test
  void whoWaitsForAnotherProcessTooLongIsTold() throws IOException {
    // Given
    Files.createDirectories(file().getParent());
    Path lock = file().resolveSibling("tokens.lock");
    try (FileChannel channel =
            FileChannel.open(lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        FileLock held = channel.lock()) {

      // When
      OAuthException failure = failure(store().alone(Future::succeededFuture));

      // Then
      assertThat(held.isValid()).isTrue();
      assertThat(failure).hasMessageContaining("another process");
    }
    assertThat(Outcomes.get(store().alone(() -> Future.succeededFuture("free")))).isEqualTo("free");
  }

  @Test
  void theUsualStoreMakesItsKeySlowly() throws IOException {
    // Given
    FileTokenStore usual = new FileTokenStore(vertx, file(), PASSPHRASE);

    // When
    Outcomes.get(usual.change(all -> List.of(session("one"))));

    // Then
    assertThat(new JsonObject(Files.readString(file())).getInteger("iterations"))
        .isEqualTo(600_000);
    assertThat(Outcomes.get(store().sessions())).hasSize(1);
  }
}
