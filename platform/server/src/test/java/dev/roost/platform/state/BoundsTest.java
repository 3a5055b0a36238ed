package dev.roost.platform.state;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.contract.Samples;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.protocol.AsapException;
import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore.Counts;
import dev.roost.spi.StateException.Reason;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageStore;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is full forgets or refuses what its contract names. */
class BoundsTest {
  private static final Bound FEW = new Bound(3, 100_000, Duration.ofDays(30));
  private static final Duration DAY = Duration.ofDays(1);

  private final TestingClock clock = new TestingClock();
  private final MemoryBackend backend = backend(true);

  private MemoryBackend backend(boolean trimsAtOnce) {
    Limits limits = new Limits(FEW, FEW, FEW, FEW, FEW, FEW, FEW, FEW, trimsAtOnce);
    return new MemoryBackend(new StateSettings(DAY, Duration.ofHours(1), clock), limits);
  }

  private void end(int number) throws Exception {
    String id = "task_" + number;
    await(backend.events().append(id, Samples.log(1, 2)));
    await(backend.snapshots().save(id, Samples.state(1), true));
    await(backend.tasks().save(Samples.ended(id, "me", "env-" + number, Samples.answer("x"))));
  }

  private static Key key(int number) {
    return new Key("caller", "key" + number);
  }

  private Claim claim(int number) throws Exception {
    return await(backend.idempotency().claim(key(number), "hash", "task_" + number));
  }

  @Test
  void theTaskThatEndedFirstIsForgottenWithAllThatIsItsOwn() throws Exception {
    // Given
    await(backend.tasks().save(Samples.running("task_0")));

    // When
    for (int i = 9; i >= 5; i--) {
      end(i);
    }

    // Then
    assertThat(await(backend.tasks().find("task_9"))).isEmpty();
    assertThat(await(backend.tasks().findByRequest("me", "env-9"))).isEmpty();
    assertThat(await(backend.events().read("task_9", 0, 9))).isEmpty();
    assertThat(await(backend.snapshots().latest("task_9"))).isEmpty();
    assertThat(await(backend.tasks().find("task_0"))).isPresent();
    assertThat(await(backend.tasks().find("task_7"))).isPresent();
    assertThat(await(backend.tasks().find("task_5"))).isPresent();
  }

  @Test
  void bytesAreBounded() throws Exception {
    // Given
    String large = "x".repeat(40_000);

    // When
    for (int i = 1; i <= 3; i++) {
      await(backend.tasks().save(Samples.ended("task_" + i, "me", "e" + i, Samples.answer(large))));
    }

    // Then
    assertThat(await(backend.tasks().find("task_1"))).isEmpty();
    assertThat(await(backend.tasks().find("task_2"))).isPresent();
  }

  @Test
  void whatIsTooOldIsForgottenByTheUpkeep() throws Exception {
    // Given
    MemoryBackend slow = backend(false);
    for (int i = 1; i <= 5; i++) {
      await(slow.tasks().save(Samples.ended("task_" + i, "me", "e" + i, Samples.answer("x"))));
    }
    boolean before = await(slow.tasks().find("task_1")).isPresent();

    // When
    int tooMany = await(slow.upkeep());
    clock.advance(Duration.ofDays(31));
    int tooOld = await(slow.upkeep());

    // Then
    assertThat(before).isTrue();
    assertThat(tooMany).isEqualTo(2);
    assertThat(tooOld).isEqualTo(3);
    assertThat(await(slow.upkeep())).isZero();
  }

  @Test
  void theUpkeepComesByItself() throws Exception {
    // Given
    MemoryBackend slow = backend(false);
    for (int i = 1; i <= 500; i++) {
      await(slow.tasks().save(Samples.ended("task_" + i, "me", "e" + i, Samples.answer("x"))));
    }

    // When
    slow.keepUp();

    // Then
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (await(slow.tasks().find("task_497")).isPresent() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(await(slow.tasks().find("task_497"))).isEmpty();
    assertThat(await(slow.tasks().find("task_498"))).isPresent();
    await(slow.close());
  }

  @Test
  void ofKeysThoseGoFirstWhoseCallsEndedFirstAndThoseOfRunningCallsStay() throws Exception {
    // Given
    claim(0);

    // When
    for (int i = 1; i <= 5; i++) {
      claim(i);
      await(backend.idempotency().settle(key(i), Samples.answer("x")));
    }

    // Then
    assertThat(backend.idempotencyKeys()).isEqualTo(4);
    assertThat(backend.idempotencyEvictions()).isEqualTo(2);
    assertThat(claim(0).first()).isFalse();
    assertThat(claim(3).first()).isFalse();
    assertThat(claim(1).first()).isTrue();
  }

  @Test
  void noMoreKeysRunThanMayUntilTheirCallsAreOver() throws Exception {
    // Given
    for (int i = 1; i <= 3; i++) {
      claim(i);
    }
    Throwable refusal = failure(backend.idempotency().claim(key(4), "hash", "task_4"));

    // When
    clock.advance(Duration.ofHours(2));

    // Then
    assertThat(refusal).isInstanceOf(AsapException.class).hasMessageContaining("Too many");
    assertThat(claim(4).first()).isTrue();
    assertThat(backend.idempotencyKeys()).isEqualTo(1);
    assertThat(backend.idempotencyEvictions()).isZero();
  }

  @Test
  void aFullOutboxRefusesAllOfACall() throws Exception {
    // Given
    await(
        backend
            .outbox()
            .add(List.of(Samples.delivery("msg_1", "a"), Samples.delivery("msg_2", "a"))));

    // When
    assertFails(
        backend
            .outbox()
            .add(List.of(Samples.delivery("msg_3", "a"), Samples.delivery("msg_4", "a"))),
        Reason.OVERLOADED);

    // Then
    assertThat(await(backend.outbox().counts())).isEqualTo(new Counts(2, 2, 0, 0, 0, 0));
    assertThat(await(backend.outbox().take(DAY, Set.of(), 9))).hasSize(2);
  }

  @Test
  void lettersThatHadToGoCountAsPurged() throws Exception {
    // Given
    List<OutboxEntry> taken = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      await(backend.outbox().add(List.of(Samples.delivery("msg_" + i, "a"))));
      taken.addAll(await(backend.outbox().take(DAY, Set.of(), 1)));
      await(backend.outbox().bury(taken.get(i - 1), "gone"));
    }

    // When
    Counts counts = await(backend.outbox().counts());

    // Then
    assertThat(counts).isEqualTo(new Counts(5, 0, 0, 3, 2, 0));
    assertThat(await(backend.deadLetters().list(Optional.of("a"), Optional.empty(), 9)))
        .extracting(letter -> letter.entry().id())
        .containsExactly("msg_5", "msg_4", "msg_3");
  }

  @Test
  void inMemoryTheOldestUsageAndLinesGo() throws Exception {
    // Given
    for (int i = 1; i <= 5; i++) {
      await(backend.usage().record(List.of(Samples.usage("e" + i, "a", "x", i))));
    }

    // When
    for (int i = 1; i <= 5; i++) {
      await(backend.audit().append("op", "urn:a", new JsonObject()));
    }

    // Then
    assertThat(await(backend.usage().query(UsageStore.Query.ALL.ofAgent("a"), 9, 0)))
        .extracting(UsageEvent::id)
        .containsExactly("e3", "e4", "e5");
    assertThat(await(backend.audit().read(0, 9)).get(0).sequence()).isEqualTo(3);
    assertThat(await(backend.audit().verify())).isEmpty();
  }
}
