package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateException.Reason;
import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import dev.roost.spi.UsageStore.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link dev.roost.spi.StateTransfer}, and what holds for a database as a whole.
 */
public interface TransferContract extends Backed {
  /** Something in every store. */
  static void fill(StateBackend backend) throws Exception {
    await(backend.tasks().save(Samples.ended("task_1", "me", "env-1", Samples.answer("done"))));
    await(backend.tasks().save(Samples.running("task_2")));
    await(backend.tasks().acquire("task_2", "node", Duration.ofMinutes(1)));
    await(backend.events().append("task_1", Samples.log(1, 20)));
    await(backend.snapshots().save("task_2", Samples.state(1), true));
    await(backend.snapshots().save("task_2", Samples.state(2), true));
    await(backend.idempotency().claim(new Key("c", "running"), "hash", "task_2"));
    await(backend.idempotency().claim(new Key("c", "settled"), "hash", "task_1"));
    await(backend.idempotency().settle(new Key("c", "settled"), Samples.error()));
    for (int i = 1; i <= 3; i++) {
      await(backend.outbox().add(List.of(Samples.delivery("msg_" + i, "a"))));
    }
    await(
        backend
            .outbox()
            .bury(await(backend.outbox().take(Duration.ZERO, Set.of(), 1)).get(0), "x"));
    await(backend.usage().record(List.of(Samples.usage("e1", "a", "x", 1))));
    await(backend.endpoints().add(Samples.endpoint("we_1", "me")));
    await(backend.audit().append("op", "urn:a", Samples.state(1).put("deep", "x")));
    await(backend.audit().append("op", "urn:b", Samples.state(2).put("deep", "x")));
  }

  /** All rows of a database, read page by page. */
  static Map<StateKind, List<StateRow>> rows(StateBackend backend) throws Exception {
    Map<StateKind, List<StateRow>> all = new EnumMap<>(StateKind.class);
    for (StateKind kind : StateKind.values()) {
      List<StateRow> rows = new ArrayList<>();
      List<StateRow> page = await(backend.transfer().read(kind, "", 3));
      while (!page.isEmpty()) {
        rows.addAll(page);
        page = await(backend.transfer().read(kind, rows.get(rows.size() - 1).key(), 3));
      }
      all.put(kind, rows);
    }
    return all;
  }

  /** Asserts that {@link #fill} is all there. */
  default void assertFilled(StateBackend backend) throws Exception {
    assertThat(await(backend.tasks().findByRequest("me", "env-1")))
        .contains(Samples.ended("task_1", "me", "env-1", Samples.answer("done")));
    assertThat(await(backend.events().read("task_1", 0, 99))).isEqualTo(Samples.log(1, 20));
    assertThat(await(backend.snapshots().latest("task_2")).orElseThrow().data())
        .isEqualTo(Samples.state(2));
    assertThat(await(backend.idempotency().claim(new Key("c", "settled"), "h", "t")).outcome())
        .contains(Samples.error());
    assertThat(await(backend.idempotency().claim(new Key("c", "running"), "h", "t")).taskId())
        .isEqualTo("task_2");
    assertThat(await(backend.tasks().acquire("task_2", "other", Duration.ZERO))).isEmpty();
    assertThat(await(backend.outbox().counts()).pending()).isEqualTo(2);
    assertThat(await(backend.outbox().take(Duration.ofHours(1), Set.of(), 9))).hasSize(2);
    assertThat(await(backend.deadLetters().list(Optional.of("a"), Optional.empty(), 9))).hasSize(1);
    assertThat(await(backend.endpoints().list(Optional.of("me"), Optional.empty(), 9)))
        .containsExactly(Samples.endpoint("we_1", "me"));
    assertThat(await(backend.usage().query(Query.ALL.ofAgent("a"), 9, 0)))
        .containsExactly(Samples.usage("e1", "a", "x", 1));
    assertThat(await(backend.audit().verify())).isEmpty();
    assertThat(await(backend.audit().read(0, 9))).hasSize(2);
    clock().advance(Duration.ofMinutes(2));
    assertThat(await(backend.tasks().lapsed(9))).hasSize(1);
    assertThat(
            await(backend.tasks().acquire("task_2", "other", Duration.ZERO)).orElseThrow().fence())
        .isEqualTo(2);
  }

  @Test
  default void rowsAreReadInTheOrderOfTheirKeys() throws Exception {
    // Given
    fill(backend());

    // When
    Map<StateKind, List<StateRow>> rows = rows(backend());

    // Then
    assertThat(rows).allSatisfy((kind, list) -> assertThat(list).isNotEmpty());
    assertThat(rows.values())
        .allSatisfy(list -> assertThat(list).extracting(StateRow::key).isSorted());
    assertThat(rows.get(StateKind.EVENTS)).hasSize(20);
  }

  @Test
  default void whatIsWrittenTwiceIsThereOnce() throws Exception {
    // Given
    fill(backend());
    Map<StateKind, List<StateRow>> rows = rows(backend());

    // When
    for (Map.Entry<StateKind, List<StateRow>> kind : rows.entrySet()) {
      await(backend().transfer().write(kind.getKey(), kind.getValue()));
    }

    // Then
    assertThat(rows(backend())).isEqualTo(rows);
    assertFilled(backend());
  }

  @Test
  default void whatIsDurableOutlivesTheProcess() throws Exception {
    // Given
    fill(backend());
    Map<StateKind, List<StateRow>> rows = rows(backend());

    // When
    StateBackend again = reopened();

    // Then
    if (again.durable()) {
      assertThat(rows(again)).isEqualTo(rows);
      assertFilled(again);
    } else {
      assertThat(again.name()).isEqualTo(backend().name());
    }
  }

  @Test
  default void aClosedDatabaseSaysSo() throws Exception {
    // Given
    await(backend().check());

    // When
    await(backend().close());

    // Then
    await(backend().close());
    assertFails(backend().tasks().save(Samples.running("task_1")), Reason.CLOSED);
    assertFails(backend().tasks().find("task_1"), Reason.CLOSED);
    assertFails(backend().check(), Reason.CLOSED);
  }
}
