package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.OAuth2Node.isServed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.Wire;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that change, and providers that are gone, as callers of a node see it. */
class KeysOverHttpTest {
  private OAuth2Node there;

  @AfterEach
  void stop() {
    there.close();
  }

  private int fetches() {
    return there.provider.count(TestingProvider.KEYS);
  }

  /** A token that nobody has seen, so that no cache of proofs answers for it. */
  private Wire.Answer postFresh() {
    return there.post(
        there.tokens().claiming(claims -> claims.put("jti", String.valueOf(System.nanoTime()))));
  }

  private void served() {
    there = OAuth2Node.start(Profile.STRICT);
    assertThat(isServed(postFresh())).isTrue();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aHundredFirstRequestsFetchKeysOnce() {
    // Given
    TestingProvider provider = new TestingProvider();
    Promise<Void> released = Promise.promise();
    provider.page(
        TestingProvider.KEYS,
        request ->
            released
                .future()
                .onSuccess(go -> request.response().end(TestingTokens.published().toBuffer())));
    there = OAuth2Node.start(provider, TestingIssuers.of(provider.issuer(), Profile.STRICT));
    await(() -> fetches() == 1);

    // When
    List<Wire> wires = new ArrayList<>();
    IntStream.range(0, 100)
        .forEach(
            i ->
                wires.add(
                    there
                        .node
                        .connect()
                        .post(
                            Requests.echo(),
                            "Authorization: Bearer "
                                + there.tokens().claiming(all -> all.put("jti", "id-" + i)))));
    released.complete();
    List<Wire.Answer> answers = wires.stream().map(Wire::read).toList();
    wires.forEach(Wire::close);

    // Then
    assertThat(answers).allMatch(OAuth2Node::isServed);
    assertThat(fetches()).isEqualTo(1);
  }

  @Test
  void aThousandKeysThatAreNotThereCostTwoFetches() {
    // Given
    served();

    // When
    List<Integer> answers =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    there
                        .post(
                            there
                                .tokens()
                                .headed(all -> all.put("kid", "none-" + i), TestingTokens.RSA))
                        .status())
            .distinct()
            .toList();

    // Then
    assertThat(answers).containsExactly(401);
    assertThat(fetches() - 1).isEqualTo(2);
    assertThat(isServed(postFresh())).isTrue();
  }

  @Test
  void noKeyIsLookedForThatCouldNotMakeATokenGood() {
    // Given
    served();
    JsonObject header = TestingTokens.header().put("kid", "none");
    JsonObject claims = there.tokens().claims().put("aud", "other");

    // When
    Wire.Answer answer = there.post(TestingTokens.sign(header, claims, TestingTokens.RSA));

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).contains(TokenProblem.AUDIENCE.description());
    assertThat(fetches()).isEqualTo(1);
  }

  @Test
  void badSignaturesOfKnownKeysCostNoFetch() {
    // Given
    served();
    TestingKey stranger = TestingKey.rsa("rsa-1", 2_048);

    // When
    int status = there.post(there.tokens().headed(header -> {}, stranger)).status();

    // Then
    assertThat(status).isEqualTo(401);
    assertThat(fetches()).isEqualTo(1);
  }

  @Test
  void aNewKeyIsTakenWithItsFirstTokenAndTheOldOneStaysGood() {
    // Given
    served();
    TestingKey newer = TestingKey.rsa("rsa-2", 2_048);
    there.provider.page(
        TestingProvider.KEYS,
        new JsonObject()
            .put("keys", new JsonArray().add(newer.jwk()).add(TestingTokens.RSA.jwk())));

    // When
    Wire.Answer answer =
        there.post(there.tokens().headed(header -> header.put("kid", "rsa-2"), newer));

    // Then
    assertThat(isServed(answer)).isTrue();
    assertThat(isServed(postFresh())).isTrue();
    assertThat(fetches()).isEqualTo(2);
  }

  @Test
  void aWithdrawnKeyProvesNothingAfterFiveAndAHalfMinutes() {
    // Given
    served();
    String token = there.tokens().claiming(claims -> claims.put("exp", there.tokens().in(3_600)));
    there.provider.page(
        TestingProvider.KEYS,
        new JsonObject().put("keys", new JsonArray().add(TestingTokens.ELLIPTIC.jwk())));
    there.clock.advance(KeySource.FRESH.minusSeconds(31));
    assertThat(isServed(there.post(token))).isTrue();

    // When
    there.clock.advance(Duration.ofSeconds(61));

    // Then
    assertThat(there.post(token).status()).isEqualTo(401);
  }

  private Wire.Answer forgetKeys() {
    try (Wire wire = Wire.to(there.node.managementPort())) {
      return wire.request("POST", "/api/auth/forget-keys", new byte[0]).read();
    }
  }

  @Test
  void aWithdrawnKeyThatIsForgottenProvesNothingAtOnce() {
    // Given
    served();
    String token = there.tokens().good();
    assertThat(isServed(there.post(token))).isTrue();
    there.provider.page(
        TestingProvider.KEYS,
        new JsonObject().put("keys", new JsonArray().add(TestingTokens.ELLIPTIC.jwk())));

    // When
    Wire.Answer answer = forgetKeys();

    // Then
    JsonObject issuer = new JsonObject().put("issuer", there.provider.issuer()).put("keys", 1);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(new JsonObject().put("issuers", new JsonArray().add(issuer)));
    assertThat(there.post(token).status()).isEqualTo(401);
    assertThat(there.post(token).status()).as("on the other loop").isEqualTo(401);
  }

  @Test
  void whoForgetsKeysWhileTheirProviderIsAwayIsToldSo() {
    // Given
    served();
    String token = there.tokens().good();
    assertThat(isServed(there.post(token))).isTrue();
    there.provider.stop();

    // When
    JsonObject issuer = forgetKeys().json().getJsonArray("issuers").getJsonObject(0);

    // Then
    assertThat(issuer.getString("reason")).contains(there.provider.issuer());
    assertThat(there.post(token).status()).isEqualTo(503);
    assertThat(there.node.get("/ready").status()).isEqualTo(503);
  }

  @Test
  void anOutageOfTenMinutesRefusesNoGoodTokenAndNoGarbageEmptiesTheKeys() {
    // Given
    served();
    there.provider.stop();

    // When
    List<Wire.Answer> good = new ArrayList<>();
    List<Integer> bad = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      there.clock.advance(Duration.ofSeconds(10));
      good.add(postFresh());
      bad.add(there.post("a.b.c").status());
      bad.add(
          there
              .post(there.tokens().headed(all -> all.put("kid", "none"), TestingTokens.RSA))
              .status());
    }

    // Then
    assertThat(good).hasSize(60).allMatch(OAuth2Node::isServed);
    assertThat(bad).containsOnly(401);
  }

  @Test
  void afterFourHoursNobodyIsServedAndNobodyIsCalledAStranger() {
    // Given
    served();
    there.provider.stop();
    there.clock.advance(KeySource.TOLERANCE);

    // When
    Wire.Answer answer = postFresh();

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json())
        .isEqualTo(new JsonObject().put("detail", "Authentication service unavailable"));
    assertThat(answer.header("retry-after")).isEqualTo("5");
    assertThat(answer.headers()).doesNotContainKey("www-authenticate");
  }

  @Test
  void aNodeThatStartsBeforeItsProviderIsNotReadyUntilThen() {
    // Given
    TestingProvider provider = new TestingProvider();
    provider.stop();
    there = OAuth2Node.start(provider, TestingIssuers.of(provider.issuer(), Profile.STRICT));
    Wire.Answer early = postFresh();
    Wire.Answer notReady = there.node.get("/ready");

    // When
    provider.start();

    // Then
    assertThat(early.status()).isEqualTo(503);
    assertThat(notReady.status()).isEqualTo(503);
    assertThat(notReady.json().getJsonObject("details").getJsonObject("verticles"))
        .isEqualTo(new JsonObject().put("auth", "unavailable"));
    await(
        () -> {
          there.clock.advance(KeySource.PAUSE_WITHOUT_KEYS);
          return there.node.get("/ready").status() == 200;
        });
    assertThat(isServed(postFresh())).isTrue();
  }

  static Stream<Arguments> badAnswers() {
    return Stream.of(
        bad("500", request -> request.response().setStatusCode(500).end()),
        bad("404", request -> request.response().setStatusCode(404).end()),
        bad("HTML", request -> request.response().end("<html>")),
        bad("no keys", request -> request.response().end("{\"keys\":[]}")),
        bad("10 MB", request -> request.response().end(Buffer.buffer("x".repeat(10_000_000)))),
        bad("silence", request -> {}));
  }

  private static Arguments bad(String name, Handler<HttpServerRequest> answer) {
    return Arguments.of(name, answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badAnswers")
  void anAnswerThatIsNoneKeepsTheKeys(String name, Handler<HttpServerRequest> answer) {
    // Given
    served();
    there.provider.page(TestingProvider.KEYS, answer);
    there.clock.advance(Duration.ofMinutes(6));

    // When
    List<Wire.Answer> answers = Stream.generate(this::postFresh).limit(20).toList();

    // Then
    assertThat(answers).allMatch(OAuth2Node::isServed);
    assertThat(fetches()).isEqualTo(2);
  }

  @Test
  void t68AKeyIsGoodForItsOwnIssuerOnly() {
    // Given
    TestingProvider first = new TestingProvider();
    try (TestingProvider second = new TestingProvider()) {
      TestingKey ofSecond = TestingKey.rsa("of-second", 2_048);
      second.page(
          TestingProvider.KEYS, new JsonObject().put("keys", new JsonArray().add(ofSecond.jwk())));
      there =
          OAuth2Node.start(
              first,
              TestingIssuers.of(first.issuer(), Profile.STRICT),
              TestingIssuers.of(second.issuer(), Profile.STRICT));

      // When
      Wire.Answer ownKey = there.post(signed(second, ofSecond));
      Wire.Answer othersKey = there.post(signed(first, ofSecond));

      // Then
      assertThat(isServed(ownKey)).isTrue();
      assertThat(othersKey.status()).isEqualTo(401);
      assertThat(othersKey.header("www-authenticate")).contains(TokenProblem.KEY.description());
    }
  }

  private String signed(TestingProvider issuer, TestingKey key) {
    return new TestingTokens(issuer.issuer(), there.clock.instant())
        .headed(header -> header.put("kid", key.id()), key);
  }

  @Test
  void anIssuerThatIsNotOursIsNotAsked() {
    // Given
    served();
    try (TestingProvider stranger = new TestingProvider()) {
      // When
      int status = there.post(signed(stranger, TestingTokens.RSA)).status();

      // Then
      assertThat(status).isEqualTo(401);
      assertThat(stranger.count(TestingProvider.OPENID)).isZero();
      assertThat(stranger.count(TestingProvider.KEYS)).isZero();
    }
  }

  @Test
  void aProofEndsWithItsTokenThoughItIsKnown() {
    // Given
    served();
    String token = there.tokens().claiming(claims -> claims.put("exp", there.tokens().in(5)));
    assertThat(isServed(there.post(token))).isTrue();
    there.clock.advance(Duration.ofSeconds(20));
    assertThat(isServed(there.post(token))).isTrue();

    // When
    there.clock.advance(Duration.ofSeconds(15));

    // Then
    assertThat(there.post(token).header("www-authenticate"))
        .contains(TokenProblem.EXPIRED.description());
  }

  @Test
  void tokensThatNobodyKnowsArePaidForByTheirSender() {
    // Given
    TestingProvider provider = new TestingProvider();
    there =
        OAuth2Node.start(
            provider,
            more -> more.rateLimit("20/hour"),
            TestingIssuers.of(provider.issuer(), Profile.STRICT));

    // When
    List<Integer> answers = Stream.generate(() -> there.post("a.b.c").status()).limit(30).toList();

    // Then
    assertThat(answers.subList(0, 20)).containsOnly(401);
    assertThat(answers.subList(20, 30)).containsOnly(429);
  }
}
