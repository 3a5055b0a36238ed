package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.roost.spi.IdempotencyStore}. */
public interface IdempotencyContract extends Backed {
  /** How long settled keys are remembered in these tests. */
  Duration REMEMBERED = Duration.ofHours(24);

  /** For how long keys that were never settled are taken in these tests. */
  Duration LONGEST_CALL = Duration.ofMinutes(10);

  private Claim claim(Key key, String fingerprint, String taskId) throws Exception {
    return await(backend().idempotency().claim(key, fingerprint, taskId));
  }

  private static Key key(String name) {
    return new Key("caller", name);
  }

  @Test
  default void aKeyIsTakenOnceAndRemembersHowItsCallEnded() throws Exception {
    // Given
    Outcome outcome = Samples.answer("done");

    // When
    Claim first = claim(key("1"), "hash", "task_1");
    Claim second = claim(key("1"), "hash", "task_2");
    await(backend().idempotency().settle(key("1"), outcome));
    Claim third = claim(key("1"), "other", "task_3");

    // Then
    assertThat(first).isEqualTo(new Claim(true, "hash", "task_1", Optional.empty()));
    assertThat(second).isEqualTo(new Claim(false, "hash", "task_1", Optional.empty()));
    assertThat(third).isEqualTo(new Claim(false, "hash", "task_1", Optional.of(outcome)));
  }

  @Test
  default void keysOfDifferentCallersAreDifferent() throws Exception {
    // Given
    claim(new Key("a/b", "c"), "hash", "task_1");

    // When
    Claim other = claim(new Key("a", "b/c"), "hash", "task_2");

    // Then
    assertThat(other.first()).isTrue();
    assertThat(claim(new Key("", "x".repeat(10_000) + "ä\n"), "h", "t").first()).isTrue();
  }

  @Test
  default void aKeyThatIsGivenBackCanBeTakenAgain() throws Exception {
    // Given
    claim(key("1"), "hash", "task_1");

    // When
    await(backend().idempotency().release(key("1")));

    // Then
    assertThat(claim(key("1"), "hash", "task_2").first()).isTrue();
  }

  @Test
  default void aKeyIsNotGivenBackForACallThatDoesNotHaveIt() throws Exception {
    // Given
    claim(key("1"), "hash", "task_1");
    await(backend().idempotency().release(key("1"), "task_1"));
    claim(key("1"), "hash", "task_2");

    // When
    await(backend().idempotency().release(key("1"), "task_1"));

    // Then
    assertThat(claim(key("1"), "hash", "task_3").taskId()).isEqualTo("task_2");
  }

  @Test
  default void theFirstOutcomeCounts() throws Exception {
    // Given
    claim(key("1"), "hash", "task_1");
    await(backend().idempotency().settle(key("1"), Samples.error()));

    // When
    await(backend().idempotency().settle(key("1"), Samples.answer("late")));
    await(backend().idempotency().release(key("1")));

    // Then
    assertThat(claim(key("1"), "hash", "task_2").outcome()).contains(Samples.error());
  }

  @Test
  default void whatIsNotTakenIsNeitherSettledNorGivenBack() throws Exception {
    // Given
    await(backend().idempotency().settle(key("1"), Samples.answer("stray")));

    // When
    await(backend().idempotency().release(key("1")));

    // Then
    assertThat(claim(key("1"), "hash", "task_1").first()).isTrue();
  }

  @Test
  default void aSettledKeyIsForgottenInTime() throws Exception {
    // Given
    claim(key("1"), "hash", "task_1");
    await(backend().idempotency().settle(key("1"), Samples.answer("done")));
    clock().advance(REMEMBERED.minusSeconds(1));
    boolean before = claim(key("1"), "hash", "task_2").first();

    // When
    clock().advance(Duration.ofSeconds(2));

    // Then
    assertThat(before).isFalse();
    assertThat(claim(key("1"), "other", "task_3"))
        .isEqualTo(new Claim(true, "other", "task_3", Optional.empty()));
  }

  @Test
  default void aKeyThatWasNeverSettledIsForgottenAfterTheLongestCall() throws Exception {
    // Given
    claim(key("1"), "hash", "task_1");
    clock().advance(LONGEST_CALL.minusSeconds(1));
    boolean before = claim(key("1"), "hash", "task_2").first();

    // When
    clock().advance(Duration.ofSeconds(2));

    // Then
    assertThat(before).isFalse();
    assertThat(claim(key("1"), "hash", "task_3").first()).isTrue();
  }

  @Test
  default void ofManyClaimsAtOnceOneIsFirst() throws Exception {
    // Given
    int keys = 20;

    // When
    List<Claim> claims =
        atOnce(keys * 20, i -> backend().idempotency().claim(key("k" + i % keys), "h", "t" + i));

    // Then
    assertThat(claims).hasSize(keys * 20);
    assertThat(claims.stream().filter(Claim::first)).hasSize(keys);
    assertThat(claims.stream().map(Claim::taskId).distinct()).hasSize(keys);
  }
}
