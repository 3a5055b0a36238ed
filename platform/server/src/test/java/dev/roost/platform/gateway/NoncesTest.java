package dev.roost.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskCancel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final Duration TTL = Duration.ofMillis(Nonces.TTL_MILLIS);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

  private static Envelope with(String nonce) {
    return Envelope.of(AGENT, AGENT, new TaskCancel("t", null))
        .withExtensions(new JsonObject().put("nonce", nonce));
  }

  private static boolean isTaken(Nonces nonces, String nonce) {
    try {
      nonces.check(with(nonce), false);
      return true;
    } catch (AsapException e) {
      assertThat(e.error().code()).isEqualTo(-32003);
      return false;
    }
  }

  @Test
  void aNonceIsRememberedForItsTimeAcrossGenerations() {
    // Given
    Nonces nonces = new Nonces(clock, NonceRule.OPTIONAL);
    clock.advance(TTL.minusMillis(1));
    assertThat(isTaken(nonces, "late")).isTrue();

    // When / Then
    clock.advance(Duration.ofMillis(1)); // the generations take turns
    assertThat(isTaken(nonces, "other")).isTrue();
    clock.advance(TTL.minusMillis(2));
    assertThat(isTaken(nonces, "late")).isFalse();
  }

  @Test
  void theSameEnvelopeMayComeAgainIfItIsNotRunAgain() {
    // Given
    Nonces nonces = new Nonces(clock, NonceRule.REQUIRED);
    Envelope first = with("n");
    nonces.check(first, true);

    // When / Then
    assertThatCode(() -> nonces.check(first, true)).doesNotThrowAnyException();
    assertThatThrownBy(() -> nonces.check(first, false)).isInstanceOf(AsapException.class);
    assertThatThrownBy(() -> nonces.check(with("n"), true)).isInstanceOf(AsapException.class);
    clock.advance(TTL);
    assertThatCode(() -> nonces.check(first, true)).doesNotThrowAnyException();
    assertThatThrownBy(() -> nonces.check(with("n"), true)).isInstanceOf(AsapException.class);
  }

  @Test
  void aNonceIsForgottenAfterTwoGenerations() {
    // Given
    Nonces nonces = new Nonces(clock, NonceRule.OPTIONAL);
    assertThat(isTaken(nonces, "n")).isTrue();

    // When
    clock.advance(TTL);
    assertThat(isTaken(nonces, "x")).isTrue();
    clock.advance(TTL);

    // Then
    assertThat(isTaken(nonces, "n")).isTrue();
  }

  @Test
  void aFullGenerationRefusesNewNoncesAndForgetsNoOldOnes() {
    // Given
    Nonces nonces = new Nonces(clock, NonceRule.OPTIONAL, 3);
    for (String nonce : new String[] {"a", "b", "c"}) {
      assertThat(isTaken(nonces, nonce)).isTrue();
    }

    // When / Then
    assertThatThrownBy(() -> nonces.check(with("d"), false))
        .isInstanceOfSatisfying(
            AsapException.class, e -> assertThat(e.error().code()).isEqualTo(-32040));
    clock.advance(TTL);
    assertThat(isTaken(nonces, "d")).isTrue();
    assertThat(isTaken(nonces, "a")).isFalse();
  }

  @Test
  void aNonceHasAtMost256Characters() {
    // Given
    Nonces nonces = new Nonces(clock, NonceRule.OPTIONAL);

    // When / Then
    assertThat(isTaken(nonces, "x".repeat(256))).isTrue();
    assertThat(isTaken(nonces, "x".repeat(257))).isFalse();
  }

  @Test
  void nothingIsLookedAtWhereNoncesAreOff() {
    // Given
    Nonces nonces = new Nonces(clock, NonceRule.OFF);

    // When / Then
    nonces.check(with("n"), false);
    assertThatCode(() -> nonces.check(with("n"), false)).doesNotThrowAnyException();
    assertThatCode(() -> nonces.check(with(""), false)).doesNotThrowAnyException();
  }

  @Test
  void oneThreadOfManyTakesANonceAlsoWhileGenerationsTurn() throws Exception {
    // Given
    int threads = 4;
    int rounds = 3_000;
    Nonces nonces = new Nonces(clock, NonceRule.OPTIONAL);
    CyclicBarrier barrier = new CyclicBarrier(threads, () -> clock.advance(TTL.plusMillis(1)));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Callable<Integer> client =
        () -> {
          int taken = 0;
          for (int i = 0; i < rounds; i++) {
            barrier.await();
            taken += isTaken(nonces, "n-" + i) ? 1 : 0;
          }
          return taken;
        };

    // When
    int taken = 0;
    List<Callable<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      clients.add(client);
    }
    for (Future<Integer> one : pool.invokeAll(clients)) {
      taken += one.get();
    }
    pool.shutdown();

    // Then
    assertThat(taken).isEqualTo(rounds);
  }
}
