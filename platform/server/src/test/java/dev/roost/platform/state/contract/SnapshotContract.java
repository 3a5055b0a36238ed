package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.StateSnapshot;
import dev.roost.spi.Lease;
import dev.roost.spi.StateException.Reason;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.roost.spi.SnapshotStore}. */
public interface SnapshotContract extends Backed {
  private StateSnapshot save(String task, int step) throws Exception {
    return await(backend().snapshots().save(task, Samples.state(step), step % 2 == 0));
  }

  @Test
  default void statesAreFoundByVersionAndById() throws Exception {
    // Given
    StateSnapshot first = save("task_1", 1);
    StateSnapshot second = save("task_1", 2);

    // When
    StateSnapshot other = save("task_10", 7);

    // Then
    assertThat(first.version()).isEqualTo(1);
    assertThat(first.data()).isEqualTo(Samples.state(1));
    assertThat(first.checkpoint()).isFalse();
    assertThat(first.createdAt()).isEqualTo(clock().instant());
    assertThat(second.version()).isEqualTo(2);
    assertThat(other.version()).isEqualTo(1);
    assertThat(await(backend().snapshots().latest("task_1"))).contains(second);
    assertThat(await(backend().snapshots().find("task_1", 1))).contains(first);
    assertThat(await(backend().snapshots().find("task_1", first.id()))).contains(first);
    assertThat(await(backend().snapshots().find("task_1", other.id()))).isEmpty();
    assertThat(await(backend().snapshots().find("task_1", 3))).isEmpty();
    assertThat(await(backend().snapshots().find("task_1", -1))).isEmpty();
    assertThat(await(backend().snapshots().latest("task_"))).isEmpty();
    assertThat(await(backend().snapshots().versions("task_1"))).containsExactly(1L, 2L);
    assertThat(await(backend().snapshots().versions("task_2"))).isEmpty();
  }

  @Test
  default void onlyTheNewestHolderOfATaskSavesItsState() throws Exception {
    // Given
    Lease old = await(backend().tasks().acquire("task_1", "node-1", Duration.ZERO)).orElseThrow();
    StateSnapshot first = await(backend().snapshots().save(old, Samples.state(1), true));
    Lease next =
        await(backend().tasks().acquire("task_1", "node-2", Duration.ofHours(1))).orElseThrow();

    // When
    assertFails(backend().snapshots().save(old, Samples.state(2), true), Reason.LEASE_LOST);

    // Then
    assertThat(await(backend().snapshots().latest("task_1"))).contains(first);
    assertThat(await(backend().snapshots().save(next, Samples.state(3), true)).version())
        .isEqualTo(2);
  }

  @Test
  default void theNewestVersionsAreKept() throws Exception {
    // Given
    int saved = 25;

    // When
    for (int step = 1; step <= saved; step++) {
      save("task_1", step);
    }

    // Then
    assertThat(await(backend().snapshots().versions("task_1")))
        .containsAll(LongStream.rangeClosed(16, saved).boxed().toList());
    assertThat(await(backend().snapshots().find("task_1", 16L)).orElseThrow().data())
        .isEqualTo(Samples.state(16));
  }

  @Test
  default void whatIsSavedOverAnOlderVersionIsRefused() throws Exception {
    // Given
    save("task_1", 1);
    save("task_1", 2);

    // When
    assertFails(
        backend().snapshots().save("task_1", 1, Samples.state(9), false), Reason.VERSION_CONFLICT);

    // Then
    assertThat(await(backend().snapshots().latest("task_1")).orElseThrow().data())
        .isEqualTo(Samples.state(2));
    assertThat(await(backend().snapshots().save("task_1", 2, Samples.state(3), true)).version())
        .isEqualTo(3);
    assertThat(await(backend().snapshots().save("task_2", 0, Samples.state(1), true)).version())
        .isEqualTo(1);
    assertFails(
        backend().snapshots().save("task_2", 0, Samples.state(1), true), Reason.VERSION_CONFLICT);
  }

  @Test
  default void aVersionIsNeverChanged() throws Exception {
    // Given
    JsonObject data = new JsonObject().put("list", new JsonObject().put("a", 1));
    StateSnapshot saved = await(backend().snapshots().save("task_1", data, true));

    // When
    data.getJsonObject("list").put("a", 2);
    saved.data().put("b", 3);

    // Then
    assertThat(await(backend().snapshots().latest("task_1")).orElseThrow().data())
        .isEqualTo(new JsonObject().put("list", new JsonObject().put("a", 1)));
  }

  @Test
  default void noVersionIsGivenTwiceOrLeftOut() throws Exception {
    // Given
    int saves = 200;

    // When
    List<StateSnapshot> saved =
        atOnce(saves, i -> backend().snapshots().save("task_1", Samples.state(i), false));

    // Then
    assertThat(saved)
        .extracting(StateSnapshot::version)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, saves).boxed().toList());
  }

  @Test
  default void ofThoseWhoExpectTheSameVersionOneSucceeds() throws Exception {
    // Given
    save("task_1", 1);

    // When
    List<StateSnapshot> saved =
        atOnce(50, i -> backend().snapshots().save("task_1", 1, Samples.state(i), false));

    // Then
    assertThat(saved).hasSize(1);
    assertThat(await(backend().snapshots().latest("task_1"))).contains(saved.get(0));
  }

  @Test
  default void noUpdateIsLostUnderComparison() throws Exception {
    // Given
    save("task_1", 0);

    // When
    List<Long> added = atOnce(40, i -> increment("task_1"));

    // Then
    assertThat(added).hasSize(40);
    assertThat(
            await(backend().snapshots().latest("task_1")).orElseThrow().data().getInteger("step"))
        .isEqualTo(40);
  }

  private Future<Long> increment(String task) {
    return backend()
        .snapshots()
        .latest(task)
        .compose(
            found -> {
              StateSnapshot before = found.orElseThrow();
              JsonObject next =
                  before.data().copy().put("step", before.data().getInteger("step") + 1);
              return backend().snapshots().save(task, before.version(), next, false);
            })
        .map(StateSnapshot::version)
        .recover(lost -> increment(task));
  }

  @Test
  default void versionsCanBeForgotten() throws Exception {
    // Given
    save("task_1", 1);
    save("task_1", 2);
    save("task_2", 1);

    // When
    boolean there = await(backend().snapshots().delete("task_1", 1));
    boolean again = await(backend().snapshots().delete("task_1", 1));

    // Then
    assertThat(there).isTrue();
    assertThat(again).isFalse();
    assertThat(await(backend().snapshots().versions("task_1"))).containsExactly(2L);
    assertThat(await(backend().snapshots().delete("task_1"))).isTrue();
    assertThat(await(backend().snapshots().delete("task_1"))).isFalse();
    assertThat(await(backend().snapshots().latest("task_1"))).isEmpty();
    assertThat(await(backend().snapshots().latest("task_2"))).isPresent();
  }
}
