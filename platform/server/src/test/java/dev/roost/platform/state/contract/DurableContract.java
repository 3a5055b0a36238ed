package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.Admission;
import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Lease;
import dev.roost.spi.StateException.Reason;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.roost.spi.TaskStore} for tasks that outlive their process. */
public interface DurableContract extends Backed {
  /** The key of the tasks. */
  Key KEY = new Key("caller ä", "key/1");

  /** How long their leases are. */
  Duration MINUTE = Duration.ofMinutes(1);

  private Admission admit(String id, Optional<Key> key) throws Exception {
    return await(
        backend()
            .tasks()
            .admit(Samples.durable(id, key), Samples.log(1, 2), "hash", "node-1", MINUTE));
  }

  @Test
  default void aTaskIsTakenInAsAWhole() throws Exception {
    // Given
    TaskRecord task = Samples.durable("task_1", Optional.of(KEY));

    // When
    Admission admission = admit("task_1", Optional.of(KEY));

    // Then
    Lease lease = ((Admission.Taken) admission).lease();
    assertThat(lease.holder()).isEqualTo("node-1");
    assertThat(lease.expiresAt()).isEqualTo(clock().instant().plus(MINUTE));
    assertThat(await(backend().tasks().find("task_1"))).contains(task);
    assertThat(await(backend().events().read("task_1", 0, 10))).isEqualTo(Samples.log(1, 2));
    assertThat(await(backend().idempotency().claim(KEY, "hash", "task_2")))
        .isEqualTo(new Claim(false, "hash", "task_1", Optional.empty()));
    assertThat(await(backend().tasks().acquire("task_1", "node-2", MINUTE))).isEmpty();
  }

  @Test
  default void ofTwoTasksOfOneKeyTheSecondLeavesNothing() throws Exception {
    // Given
    admit("task_1", Optional.of(KEY));

    // When
    Admission second = admit("task_2", Optional.of(KEY));

    // Then
    assertThat(second)
        .isEqualTo(new Admission.Known(new Claim(false, "hash", "task_1", Optional.empty())));
    assertThat(await(backend().tasks().find("task_2"))).isEmpty();
    assertThat(await(backend().events().read("task_2", 0, 10))).isEmpty();
    assertThat(await(backend().tasks().acquire("task_2", "node-2", MINUTE))).isPresent();
  }

  @Test
  default void aTaskIsTakenInAgainUnderANewLease() throws Exception {
    // Given
    Lease first = ((Admission.Taken) admit("task_1", Optional.of(KEY))).lease();

    // When
    Lease second = ((Admission.Taken) admit("task_1", Optional.of(KEY))).lease();

    // Then
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(await(backend().events().read("task_1", 0, 10))).isEqualTo(Samples.log(1, 2));
  }

  @Test
  default void ofManyTasksOfOneKeyOneIsTakenIn() throws Exception {
    // Given
    Optional<Key> key = Optional.of(KEY);

    // When
    List<Admission> admissions =
        atOnce(
            60,
            i ->
                backend()
                    .tasks()
                    .admit(
                        Samples.durable("task_" + i, key),
                        Samples.log(1, 1),
                        "hash",
                        "node-" + i % 3,
                        MINUTE));

    // Then
    assertThat(admissions).hasSize(60).filteredOn(Admission.Taken.class::isInstance).hasSize(1);
  }

  @Test
  default void theEndOfATaskGivesItsLeaseBackAndSettlesItsKey() throws Exception {
    // Given
    Lease lease = ((Admission.Taken) admit("task_1", Optional.of(KEY))).lease();
    TaskRecord ended = Samples.ended("task_1", "me", "env-task_1", Samples.answer("done"));
    TaskChange end =
        TaskChange.of(ended, Samples.log(1, 4)).settling(KEY, Samples.answer("done")).under(lease);

    // When
    await(backend().tasks().commit(end));

    // Then
    clock().advance(Duration.ofMinutes(2));
    assertThat(await(backend().tasks().lapsed(10))).isEmpty();
    assertFails(backend().tasks().commit(end), Reason.LEASE_LOST);
    assertThat(await(backend().tasks().find("task_1"))).contains(ended);
    assertThat(await(backend().events().read("task_1", 0, 10))).isEqualTo(Samples.log(1, 4));
    assertThat(await(backend().idempotency().claim(KEY, "hash", "task_2")).outcome())
        .contains(Samples.answer("done"));
  }

  @Test
  default void anEndCanGiveTheKeyBack() throws Exception {
    // Given
    Lease lease = ((Admission.Taken) admit("task_1", Optional.of(KEY))).lease();
    TaskRecord ended = Samples.ended("task_1", "me", "env-task_1", Samples.error());

    // When
    await(backend().tasks().commit(TaskChange.of(ended, List.of()).releasing(KEY).under(lease)));

    // Then
    assertThat(await(backend().idempotency().claim(KEY, "hash", "task_2")).first()).isTrue();
  }

  @Test
  default void manyLeasesAreHeldLongerTogether() throws Exception {
    // Given
    Lease first = ((Admission.Taken) admit("task_1", Optional.empty())).lease();
    Lease lost = ((Admission.Taken) admit("task_2", Optional.empty())).lease();
    Lease third = ((Admission.Taken) admit("task_3", Optional.empty())).lease();
    await(backend().tasks().acquire("task_2", "node-1", MINUTE));
    clock().advance(Duration.ofSeconds(50));

    // When
    List<Lease> renewed = await(backend().tasks().renew(List.of(first, lost, third), MINUTE));

    // Then
    assertThat(renewed).extracting(Lease::taskId).containsExactly("task_1", "task_3");
    assertThat(renewed).extracting(Lease::expiresAt).containsOnly(clock().instant().plus(MINUTE));
    clock().advance(Duration.ofSeconds(50));
    assertThat(await(backend().tasks().lapsed(10)))
        .extracting(Lease::taskId)
        .containsExactly("task_2");
  }

  @Test
  default void lapsedLeasesComePageByPage() throws Exception {
    // Given
    for (String id : List.of("task_1", "task_10", "task_2", "task_3")) {
      await(backend().tasks().acquire(id, "node-1", MINUTE));
    }
    clock().advance(Duration.ofMinutes(2));
    List<Lease> first = await(backend().tasks().lapsed(2));

    // When
    List<Lease> second = await(backend().tasks().lapsed(Optional.of(first.get(1)), 3));

    // Then
    assertThat(first).extracting(Lease::taskId).containsExactly("task_1", "task_10");
    assertThat(second).extracting(Lease::taskId).containsExactly("task_2", "task_3");
    assertThat(await(backend().tasks().lapsed(Optional.of(second.get(1)), 3))).isEmpty();
  }
}
