package dev.roost.platform.webhook.endpoint;

import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.platform.webhook.SealException;
import dev.roost.protocol.AsapException;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.Secret;
import dev.roost.spi.StateBackend;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final TestingClock clock = new TestingClock();
  private final EndpointStore store = TestingEndpoints.memory().endpoints();
  private final Endpoints endpoints = TestingEndpoints.of(vertx, store, clock);

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private Issued register(String owner, String... events) throws Exception {
    return await(endpoints.register(TestingEndpoints.of(owner, events)));
  }

  private List<String> keys(String id) {
    return endpoints.signingKeys(endpoints.known(id).orElseThrow()).stream()
        .map(Secret::reveal)
        .toList();
  }

  @Test
  void aRegisteredEndpointIsKeptAndItsSecretShownOnce() throws Exception {
    // When
    Issued issued = register("me", "task.*");

    // Then
    WebhookEndpoint endpoint = issued.endpoint();
    assertThat(endpoint.id()).matches("we_[A-Za-z0-9_-]{22}");
    assertThat(endpoint.version()).isEqualTo(1);
    assertThat(await(store.find(endpoint.id()))).contains(endpoint);
    String secret = issued.key().reveal();
    assertThat(secret).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
    assertThat(issued.toString() + endpoint).doesNotContain(secret.substring(6));
    assertThat(keys(endpoint.id())).containsExactly(secret);
    assertThat(register("me", "*").key()).isNotEqualTo(issued.key());
  }

  @Test
  void aPairShowsItsPublicHalfWhichVerifiesWhatTheOtherSigns() throws Exception {
    // Given
    Registration pair =
        new Registration(
            "me",
            TestingEndpoints.URL,
            List.of("*"),
            WebhookProfile.DURABLE,
            Map.of(),
            SealedKey.Kind.ED25519);

    // When
    Issued issued = await(endpoints.register(pair));

    // Then
    byte[] open = decoded(issued.key().reveal(), "whpk_");
    byte[] both = decoded(keys(issued.endpoint().id()).get(0), "whsk_");
    assertThat(both).hasSize(64).endsWith(open);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(privateKey(Arrays.copyOf(both, 32)));
    signature.update("text".getBytes(UTF_8));
    byte[] signed = signature.sign();
    signature.initVerify(publicKey(open));
    signature.update("text".getBytes(UTF_8));
    assertThat(signature.verify(signed)).isTrue();
  }

  private static byte[] decoded(String text, String prefix) {
    assertThat(text).startsWith(prefix);
    return Base64.getDecoder().decode(text.substring(prefix.length()));
  }

  private static PrivateKey privateKey(byte[] seed) throws Exception {
    byte[] head = HexFormat.of().parseHex("302e020100300506032b657004220420");
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new PKCS8EncodedKeySpec(joined(head, seed)));
  }

  private static PublicKey publicKey(byte[] open) throws Exception {
    byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(joined(head, open)));
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/",
        "https://127.0.0.1/",
        "https://inside.example/",
        "https://nowhere.example/",
        "https://hooks.example:22/",
        "https://hooks.example\\@127.0.0.1/",
        "https://user@hooks.example/",
        "hooks",
        ""
      })
  void aUrlToWhichNothingMayBeSentIsRefusedWithoutSayingWhy(String url) throws Exception {
    // When
    Throwable failure = failure(endpoints.register(TestingEndpoints.to(url)));

    // Then
    assertThat(failure).isInstanceOf(AsapException.class);
    JsonObject error = ((AsapException) failure).error().toJson();
    assertThat(error.getInteger("code")).isEqualTo(-32050);
    assertThat(error.getString("message"))
        .isEqualTo("Webhook URL rejected: events may not be sent there");
    assertThat(error.getJsonObject("data").getString("code"))
        .isEqualTo("asap:transport/webhook_url_rejected");
    assertThat(error.encode()).doesNotContain("127.0.0.1", "inside", "nowhere", "22", "user");
    assertThat(endpoints.size()).isZero();
  }

  @Test
  void theUrlOfAnEditIsCheckedAsWell() throws Exception {
    // Given
    String id = register("me", "*").endpoint().id();
    Edit inside =
        new Edit(
            Optional.of("https://inside.example/"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    // When
    Throwable failure = failure(endpoints.edit(id, inside));

    // Then
    assertThat(failure).isInstanceOf(AsapException.class);
    assertThat(endpoints.known(id).orElseThrow().url()).isEqualTo(TestingEndpoints.URL);
  }

  @Test
  void afterARotationBothKeysSignForADay() throws Exception {
    // Given
    Issued first = register("me", "*");
    String id = first.endpoint().id();

    // When
    Issued second = await(endpoints.rotate(id, Optional.empty())).orElseThrow();

    // Then
    String older = first.key().reveal();
    String newer = second.key().reveal();
    assertThat(keys(id)).containsExactly(newer, older);
    clock.advance(DAY.minusSeconds(1));
    assertThat(keys(id)).containsExactly(newer, older);
    clock.advance(Duration.ofSeconds(1));
    assertThat(keys(id)).containsExactly(newer);
  }

  @Test
  void theTimeOfAnOldKeyRunsSinceItsSuccessorCame() throws Exception {
    // Given
    String id = register("me", "*").endpoint().id();
    Issued second = await(endpoints.rotate(id, Optional.empty())).orElseThrow();
    clock.advance(Duration.ofHours(20));

    // When
    Issued third = await(endpoints.rotate(id, Optional.empty())).orElseThrow();

    // Then
    assertThat(keys(id)).hasSize(3);
    clock.advance(Duration.ofHours(4));
    assertThat(keys(id)).containsExactly(third.key().reveal(), second.key().reveal());
    await(endpoints.rotate(id, Optional.empty()));
    assertThat(endpoints.known(id).orElseThrow().keys()).hasSize(3);
  }

  @Test
  void atMostTenOldKeysSign() throws Exception {
    // Given
    String id = register("me", "*").endpoint().id();
    List<String> made = new ArrayList<>();

    // When
    for (int i = 0; i < 15; i++) {
      made.add(0, await(endpoints.rotate(id, Optional.empty())).orElseThrow().key().reveal());
    }

    // Then
    assertThat(keys(id)).isEqualTo(made.subList(0, 11));
    assertThat(endpoints.known(id).orElseThrow().keys()).hasSize(11);
  }

  @Test
  void withoutAnOverlapTheOldKeyIsGoneAtOnce() throws Exception {
    // Given
    Endpoints strict =
        TestingEndpoints.of(vertx, store, clock, TestingEndpoints.sealer(1), Duration.ZERO);
    String id = register("me", "*").endpoint().id();

    // When
    Issued issued = await(strict.rotate(id, Optional.of(SealedKey.Kind.ED25519))).orElseThrow();

    // Then
    assertThat(issued.key().reveal()).startsWith("whpk_");
    assertThat(issued.endpoint().keys())
        .extracting(SealedKey::kind)
        .containsExactly(SealedKey.Kind.ED25519);
    assertThat(await(strict.rotate("we_nobody", Optional.empty()))).isEmpty();
  }

  @Test
  void ofTenThousandEventsEachGoesToThoseWhoSubscribedToIt() throws Exception {
    // Given
    Random random = new Random(7);
    List<String> choices = new ArrayList<>(EventTypes.KNOWN);
    choices.addAll(List.of("task.*", "artifact.*"));
    for (int i = 0; i < 60; i++) {
      String one = choices.get(random.nextInt(choices.size()));
      String other = choices.get(random.nextInt(choices.size()));
      register("owner" + i % 6, one, other);
    }
    List<WebhookEndpoint> all = await(store.list(Optional.empty(), Optional.empty(), 100));

    // When
    List<String> wrong =
        random
            .ints(10_000, 0, EventTypes.KNOWN.size())
            .mapToObj(EventTypes.KNOWN::get)
            .filter(type -> !right(all, "owner" + random.nextInt(7), type))
            .toList();

    // Then
    assertThat(wrong).isEmpty();
  }

  /** Whether the answer is what a plain reading of the subscriptions gives. */
  private boolean right(List<WebhookEndpoint> all, String owner, String type) {
    List<String> expected =
        all.stream()
            .filter(one -> one.owner().equals(owner))
            .filter(
                one ->
                    one.events().contains(type)
                        || one.events().contains(type.replaceAll("\\..*", ".*")))
            .map(WebhookEndpoint::id)
            .sorted()
            .toList();
    return endpoints.forOwner(owner, type).stream()
        .map(WebhookEndpoint::id)
        .sorted()
        .toList()
        .equals(expected);
  }

  @Test
  void aPrefixIsNoPartOfAWord() throws Exception {
    // Given
    register("me", "task.*");

    // When
    List<Integer> counts =
        Stream.of("task.done", "task", "tasks.done", "xtask.done")
            .map(type -> endpoints.forOwner("me", type).size())
            .toList();

    // Then
    assertThat(counts).containsExactly(1, 0, 0, 0);
  }

  @Test
  void aDisabledEndpointWantsNothingUntilItIsEnabled() throws Exception {
    // Given
    String id = register("me", "*").endpoint().id();
    await(endpoints.change(id, one -> one.withFailing(Optional.of(failing()))));

    // When
    WebhookEndpoint disabled = await(endpoints.disable(id, "too many questions")).orElseThrow();

    // Then
    assertThat(disabled.disabled().orElseThrow().reason()).isEqualTo("too many questions");
    assertThat(endpoints.forOwner("me", "task.failed")).isEmpty();
    assertThat(await(endpoints.disable(id, "again"))).contains(disabled);
    WebhookEndpoint enabled = await(endpoints.enable(id)).orElseThrow();
    assertThat(enabled.disabled()).isEmpty();
    assertThat(enabled.failing()).isEmpty();
    assertThat(endpoints.forOwner("me", "task.failed")).containsExactly(enabled);
    assertThat(await(endpoints.enable("we_nobody"))).isEmpty();
  }

  private WebhookEndpoint.Failing failing() {
    return new WebhookEndpoint.Failing(clock.instant(), clock.instant());
  }

  @Test
  void changesAtTheSameTimeAllHappen() throws Exception {
    // Given
    String id = register("me", "*").endpoint().id();

    // When
    List<Future<?>> changes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      changes.add(endpoints.rotate(id, Optional.empty()));
    }
    await(Future.all(changes));

    // Then
    assertThat(keys(id)).hasSize(9).doesNotHaveDuplicates();
    assertThat(endpoints.known(id)).isEqualTo(await(store.find(id)));
  }

  @Test
  void aRemovedEndpointWantsNothing() throws Exception {
    // Given
    String id = register("me", "*").endpoint().id();
    String other = register("me", "*").endpoint().id();

    // When
    boolean there = await(endpoints.remove(id));

    // Then
    assertThat(there).isTrue();
    assertThat(await(endpoints.remove(id))).isFalse();
    assertThat(endpoints.forOwner("me", "task.failed"))
        .extracting(WebhookEndpoint::id)
        .containsExactly(other);
    assertThat(await(store.find(id))).isEmpty();
  }

  @Test
  void whatWasThereIsThereAfterAStart() throws Exception {
    // Given
    for (int i = 0; i < 1_100; i++) {
      register("owner" + i / 100, "*");
    }
    Endpoints later = TestingEndpoints.of(vertx, store, clock);

    // When
    await(later.start());

    // Then
    assertThat(later.size()).isEqualTo(1_100);
    assertThat(later.forOwner("owner10", "task.failed")).hasSize(100);
    await(later.stop());
  }

  @Test
  void keysThatWereSealedWithAnotherKeyStopTheStart() throws Exception {
    // Given
    register("me", "*");
    Endpoints other = TestingEndpoints.of(vertx, store, clock, TestingEndpoints.sealer(2), DAY);

    // When
    Throwable failure = failure(other.start());

    // Then
    assertThat(failure)
        .isInstanceOf(SealException.class)
        .hasMessageContaining("sealed with another key")
        .hasMessageContaining("webhook.key");
  }

  @Test
  void oneDamagedSecretDoesNotStopTheStart() throws Exception {
    // Given
    String id = register("me", "*").endpoint().id();
    register("me", "*");
    SealedKey damaged =
        new SealedKey("v1.AAAA", SealedKey.Kind.HMAC, clock.instant(), Optional.empty());
    await(endpoints.change(id, one -> one.withKeys(List.of(damaged))));
    Endpoints later = TestingEndpoints.of(vertx, store, clock);

    // When
    await(later.start());

    // Then
    assertThat(later.size()).isEqualTo(2);
    await(later.stop());
  }

  @Test
  void noSecretStandsInTheFilesOfADatabase() throws Exception {
    // Given
    StateBackend backend =
        SqliteBackend.open(
            SqliteSettings.of(folder.resolve("roost.db")), StateSettings.of(DAY, DAY));
    Endpoints kept = TestingEndpoints.of(vertx, backend.endpoints(), clock);
    Issued first = await(kept.register(TestingEndpoints.of("canary-owner", "*")));
    String id = first.endpoint().id();

    // When
    Issued second = await(kept.rotate(id, Optional.empty())).orElseThrow();

    // Then
    String before = files();
    await(backend.close());
    for (String content : List.of(before, files())) {
      assertThat(content).contains("canary-owner", id);
      for (Issued issued : List.of(first, second)) {
        String secret = issued.key().reveal().substring("whsec_".length());
        byte[] raw = Base64.getDecoder().decode(secret);
        assertThat(content)
            .doesNotContain(secret)
            .doesNotContain(new String(raw, ISO_8859_1))
            .doesNotContain(HexFormat.of().formatHex(raw));
      }
    }
  }

  private String files() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void manyRegistrationsHaveDifferentIdsAndKeys() throws Exception {
    // When
    List<Issued> issued = new ArrayList<>();
    for (int i : IntStream.range(0, 100).toArray()) {
      issued.add(register("owner" + i, "*"));
    }

    // Then
    assertThat(issued).extracting(one -> one.endpoint().id()).doesNotHaveDuplicates();
    assertThat(issued).extracting(one -> one.key().reveal()).doesNotHaveDuplicates();
  }
}
