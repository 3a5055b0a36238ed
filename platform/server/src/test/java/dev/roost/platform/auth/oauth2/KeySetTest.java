package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.TestingTokens.ELLIPTIC;
import static dev.roost.platform.auth.oauth2.TestingTokens.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeySetTest {
  private static final TestingKey WEAK = TestingKey.rsa("weak", 1_024);

  private static JsonObject set(Object... keys) {
    JsonArray entries = new JsonArray();
    Stream.of(keys).forEach(entries::add);
    return new JsonObject().put("keys", entries);
  }

  static Stream<Arguments> oddKeys() {
    return Stream.of(
        Arguments.of("T28 RSA of 1024 bits", WEAK.jwk(), "1024"),
        Arguments.of("T29 a point off the curve", offTheCurve(), "malformed"),
        Arguments.of("T31 a private key", RSA.named("odd").privateJwk(), "private"),
        Arguments.of(
            "T31 a private key for something else",
            RSA.named("odd").privateJwk().put("use", "enc"),
            "private"),
        Arguments.of(
            "T31 a shared secret",
            new JsonObject().put("kty", "oct").put("kid", "odd").put("k", "c2VjcmV0"),
            "shared secret"),
        Arguments.of("no type", new JsonObject().put("kid", "odd"), "malformed"),
        Arguments.of("an unknown type", RSA.jwk().put("kty", "XYZ"), "malformed"),
        Arguments.of("a modulus that is a number", RSA.jwk().put("n", 1), "malformed"),
        Arguments.of("no modulus", RSA.jwk().put("n", ""), "0 bits"),
        Arguments.of("an unknown curve", ELLIPTIC.jwk().put("crv", "P-1"), "malformed"),
        Arguments.of("an Edwards key too short", edwards("AAAA", "Ed25519"), "malformed"),
        Arguments.of("a key for agreement", edwards("AAAA", "X25519"), "malformed"));
  }

  private static JsonObject offTheCurve() {
    return ELLIPTIC.jwk().put("y", ELLIPTIC.jwk().getString("x"));
  }

  private static JsonObject edwards(String x, String curve) {
    return new JsonObject().put("kty", "OKP").put("crv", curve).put("kid", "odd").put("x", x);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddKeys")
  void anOddKeyIsLeftOutAndToldAndTheOthersWork(String name, JsonObject odd, String told) {
    // When
    KeySet keys = KeySet.of(set(odd.put("kid", "odd"), ELLIPTIC.jwk()));

    // Then
    assertThat(keys.size()).isEqualTo(1);
    assertThat(keys.knows("odd")).isFalse();
    assertThat(keys.find(Optional.of("ec-1"), SignatureAlgorithm.ES256)).hasSize(1);
    assertThat(keys.oddities()).singleElement().asString().contains(told);
  }

  @Test
  void whatIsToldOfAnOddKeyHoldsNothingOfIt() {
    // Given
    JsonObject secret = RSA.named("odd").privateJwk();

    // When
    KeySet keys = KeySet.of(set(secret, ELLIPTIC.jwk()));

    // Then
    assertThat(keys.oddities().toString()).doesNotContain(secret.getString("d"));
  }

  @ParameterizedTest
  @MethodSource
  void aKeyForSomethingElseIsNotUsedAndNotOdd(JsonObject key) {
    // When
    KeySet keys = KeySet.of(set(key, ELLIPTIC.jwk()));

    // Then
    assertThat(keys.knows("rsa-1")).isFalse();
    assertThat(keys.oddities()).isEmpty();
  }

  static Stream<JsonObject> aKeyForSomethingElseIsNotUsedAndNotOdd() {
    return Stream.of(
        RSA.jwk().put("use", "enc"),
        RSA.jwk().put("key_ops", new JsonArray().add("encrypt")).put("use", null));
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNoSetOfKeysIsAFailureOfTheProvider(JsonObject document) {
    assertThatThrownBy(() -> KeySet.of(document)).isInstanceOf(ProviderUnavailableException.class);
  }

  static Stream<JsonObject> whatIsNoSetOfKeysIsAFailureOfTheProvider() {
    return Stream.of(
        new JsonObject(),
        set(),
        new JsonObject().put("keys", "none"),
        new JsonObject().put("keys", new JsonObject()),
        set("text", 1, new JsonArray()),
        set(WEAK.jwk()));
  }

  @Test
  void oneNameMayStandForKeysOfSeveralKinds() {
    // When
    KeySet keys = KeySet.of(set(RSA.named("k").jwk(), ELLIPTIC.named("k").jwk()));

    // Then
    assertThat(keys.find(Optional.of("k"), SignatureAlgorithm.ES256)).hasSize(1);
    assertThat(keys.find(Optional.of("k"), SignatureAlgorithm.RS256)).hasSize(1);
    assertThat(keys.find(Optional.of("k"), SignatureAlgorithm.EDDSA)).isEmpty();
  }

  @Test
  void moreKeysThanAnybodyNeedsAreNotLookedAt() {
    // Given
    Object[] many =
        Stream.iterate(0, i -> i + 1)
            .limit(KeySet.MAX_KEYS + 50)
            .map(i -> ELLIPTIC.named("k" + i).jwk())
            .toArray();

    // When / Then
    assertThat(KeySet.of(set(many)).size()).isEqualTo(KeySet.MAX_KEYS);
  }
}
