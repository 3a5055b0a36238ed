package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Lease;
import dev.roost.spi.StateException.Reason;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.roost.spi.TaskStore}. */
public interface TaskContract extends Backed {
  @Test
  default void recordsAreFoundByTaskAndByRequest() throws Exception {
    // Given
    TaskRecord answered = Samples.ended("task_1", "me", "env/1 %ä", Samples.answer("done"));
    TaskRecord refused = Samples.ended("task_2", "me", "env-2", Samples.error());
    TaskRecord running = Samples.running("task_3");

    // When
    for (TaskRecord record : List.of(answered, refused, running)) {
      await(backend().tasks().save(record));
    }

    // Then
    assertThat(await(backend().tasks().find("task_1"))).contains(answered);
    assertThat(await(backend().tasks().find("task_2"))).contains(refused);
    assertThat(await(backend().tasks().find("task_3"))).contains(running);
    assertThat(await(backend().tasks().findByRequest("me", "env/1 %ä"))).contains(answered);
    assertThat(await(backend().tasks().findByRequest("you", "env/1 %ä"))).isEmpty();
    assertThat(await(backend().tasks().find("task_"))).isEmpty();
    assertThat(await(backend().tasks().find(""))).isEmpty();
  }

  @Test
  default void aRecordTakesThePlaceOfTheOneBefore() throws Exception {
    // Given
    await(backend().tasks().save(Samples.running("task_1")));
    TaskRecord ended = Samples.ended("task_1", "me", "env-task_1", Samples.answer("done"));

    // When
    await(backend().tasks().save(ended));

    // Then
    assertThat(await(backend().tasks().find("task_1"))).contains(ended);
  }

  @Test
  default void ofSeveralTasksOfARequestTheLastSavedIsFound() throws Exception {
    // Given
    TaskRecord first = Samples.ended("task_9", "me", "env-1", Samples.answer("first"));
    TaskRecord second = Samples.ended("task_1", "me", "env-1", Samples.answer("second"));

    // When
    await(backend().tasks().save(first));
    await(backend().tasks().save(second));

    // Then
    assertThat(await(backend().tasks().findByRequest("me", "env-1"))).contains(second);
    assertThat(await(backend().tasks().find("task_9"))).contains(first);
  }

  @Test
  default void aStepIsKeptAsAWhole() throws Exception {
    // Given
    Key key = new Key("caller", "key");
    await(backend().idempotency().claim(key, "hash", "task_1"));
    TaskRecord ended = Samples.ended("task_1", "me", "env-1", Samples.answer("done"));

    // When
    await(
        backend()
            .tasks()
            .commit(
                TaskChange.of(ended, Samples.log(1, 3))
                    .delivering(List.of(Samples.delivery("msg_1", "endpoint")))
                    .settling(key, Samples.answer("done"))));

    // Then
    assertThat(await(backend().tasks().find("task_1"))).contains(ended);
    assertThat(await(backend().events().read("task_1", 0, 10))).isEqualTo(Samples.log(1, 3));
    assertThat(await(backend().outbox().counts()).pending()).isEqualTo(1);
    assertThat(await(backend().idempotency().claim(key, "hash", "task_2")))
        .isEqualTo(new Claim(false, "hash", "task_1", Optional.of(Samples.answer("done"))));
  }

  @Test
  default void aStepUnderALostLeaseLeavesNothing() throws Exception {
    // Given
    Lease old = await(backend().tasks().acquire("task_1", "node-1", Duration.ZERO)).orElseThrow();
    await(backend().tasks().acquire("task_1", "node-2", Duration.ofHours(1)));

    // When
    assertFails(
        backend()
            .tasks()
            .commit(
                TaskChange.of(Samples.running("task_1"), Samples.log(1, 3))
                    .delivering(List.of(Samples.delivery("msg_1", "endpoint")))
                    .under(old)),
        Reason.LEASE_LOST);

    // Then
    assertThat(await(backend().tasks().find("task_1"))).isEmpty();
    assertThat(await(backend().events().read("task_1", 0, 10))).isEmpty();
    assertThat(await(backend().outbox().counts()).accepted()).isZero();
    assertThat(await(backend().outbox().take(Duration.ofHours(1), Set.of(), 9))).isEmpty();
  }

  @Test
  default void aLeaseIsWithOneHolderUntilItLapses() throws Exception {
    // Given
    Duration minute = Duration.ofMinutes(1);
    Lease first = await(backend().tasks().acquire("task_1", "node-1", minute)).orElseThrow();
    boolean whileHeld = await(backend().tasks().acquire("task_1", "node-2", minute)).isPresent();
    clock().advance(minute.plusMillis(1));

    // When
    Lease second = await(backend().tasks().acquire("task_1", "node-2", minute)).orElseThrow();

    // Then
    assertThat(whileHeld).isFalse();
    assertThat(first.expiresAt()).isEqualTo(Samples.TIME.plus(minute));
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(await(backend().tasks().renew(first, minute))).isEmpty();
    assertThat(await(backend().tasks().renew(second, minute))).isPresent();
  }

  @Test
  default void aLapsedLeaseThatNobodyTookIsStillGood() throws Exception {
    // Given
    Lease lease = await(backend().tasks().acquire("task_1", "n", Duration.ZERO)).orElseThrow();
    clock().advance(Duration.ofHours(1));
    await(
        backend()
            .tasks()
            .commit(TaskChange.of(Samples.running("task_1"), Samples.log(1, 1)).under(lease)));

    // When
    Optional<Lease> renewed = await(backend().tasks().renew(lease, Duration.ofMinutes(1)));

    // Then
    assertThat(await(backend().tasks().find("task_1"))).isPresent();
    assertThat(renewed.map(Lease::fence)).contains(lease.fence());
    assertThat(renewed.map(Lease::expiresAt))
        .contains(clock().instant().plus(Duration.ofMinutes(1)));
  }

  @Test
  default void whoTakesHisLeaseAgainLosesTheOlder() throws Exception {
    // Given
    Duration hour = Duration.ofHours(1);
    Lease first = await(backend().tasks().acquire("task_1", "node", hour)).orElseThrow();
    Lease second = await(backend().tasks().acquire("task_1", "node", hour)).orElseThrow();

    // When
    assertFails(
        backend().tasks().commit(TaskChange.of(Samples.running("task_1"), List.of()).under(first)),
        Reason.LEASE_LOST);

    // Then
    await(
        backend()
            .tasks()
            .commit(TaskChange.of(Samples.running("task_1"), List.of()).under(second)));
    assertThat(await(backend().tasks().find("task_1"))).isPresent();
  }

  @Test
  default void aLeaseThatWasGivenBackIsFreeAndItsFenceIsSpent() throws Exception {
    // Given
    Duration hour = Duration.ofHours(1);
    Lease first = await(backend().tasks().acquire("task_1", "node-1", hour)).orElseThrow();
    await(backend().tasks().release(first));

    // When
    Optional<Lease> second = await(backend().tasks().acquire("task_1", "node-2", hour));

    // Then
    assertThat(second.orElseThrow().fence()).isGreaterThan(first.fence());
    await(backend().tasks().release(first));
    assertThat(await(backend().tasks().acquire("task_1", "node-3", hour))).isEmpty();
    assertThat(await(backend().tasks().renew(first, hour))).isEmpty();
  }

  @Test
  default void whatIsGivenBackCannotWriteAnyMore() throws Exception {
    // Given
    Lease lease =
        await(backend().tasks().acquire("task_1", "n", Duration.ofHours(1))).orElseThrow();

    // When
    await(backend().tasks().release(lease));

    // Then
    assertFails(
        backend().tasks().commit(TaskChange.of(Samples.running("task_1"), List.of()).under(lease)),
        Reason.LEASE_LOST);
  }

  @Test
  default void lapsedLeasesAreFoundTheFirstLapsedFirst() throws Exception {
    // Given
    await(backend().tasks().acquire("task_1", "n", Duration.ofMinutes(3)));
    await(backend().tasks().acquire("task_2", "n", Duration.ofMinutes(2)));
    await(backend().tasks().acquire("task_3", "n", Duration.ofMinutes(9)));
    Lease free = await(backend().tasks().acquire("task_4", "n", Duration.ZERO)).orElseThrow();
    await(backend().tasks().release(free));

    // When
    clock().advance(Duration.ofMinutes(5));

    // Then
    assertThat(await(backend().tasks().lapsed(10)))
        .extracting(Lease::taskId)
        .containsExactly("task_2", "task_1");
    assertThat(await(backend().tasks().lapsed(1)))
        .extracting(Lease::taskId)
        .containsExactly("task_2");
  }

  @Test
  default void ofManyWhoWantALeaseOneGetsIt() throws Exception {
    // Given
    Duration hour = Duration.ofHours(1);

    // When
    List<Optional<Lease>> taken =
        atOnce(100, i -> backend().tasks().acquire("task_" + i % 5, "node-" + i, hour));

    // Then
    assertThat(taken).hasSize(100);
    assertThat(taken.stream().flatMap(Optional::stream))
        .extracting(Lease::taskId)
        .containsExactlyInAnyOrder("task_0", "task_1", "task_2", "task_3", "task_4");
  }

  @Test
  default void noFenceComesTwice() throws Exception {
    // Given
    Duration none = Duration.ZERO;

    // When
    List<Optional<Lease>> taken =
        atOnce(60, i -> backend().tasks().acquire("task_1", "node-" + i, none));

    // Then
    assertThat(taken).hasSize(60).allMatch(Optional::isPresent);
    assertThat(taken.stream().map(lease -> lease.orElseThrow().fence())).doesNotHaveDuplicates();
  }
}
