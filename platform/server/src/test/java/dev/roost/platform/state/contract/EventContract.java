package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.TaskStream;
import dev.roost.spi.TaskEvent;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.roost.spi.TaskEventStore}. */
public interface EventContract extends Backed {
  @Test
  default void aLogIsReadFromAnywhere() throws Exception {
    // Given
    List<TaskEvent> log = Samples.log(1, 5);

    // When
    await(backend().events().append("task_1", log.subList(0, 2)));
    await(backend().events().append("task_1", log.subList(2, 5)));

    // Then
    assertThat(await(backend().events().read("task_1", 0, 100))).isEqualTo(log);
    assertThat(await(backend().events().read("task_1", 3, 1))).isEqualTo(log.subList(3, 4));
    assertThat(await(backend().events().read("task_1", 5, 9))).isEmpty();
    assertThat(await(backend().events().read("task_2", 0, 100))).isEmpty();
    assertThat(await(backend().events().read("task", 0, 100))).isEmpty();
  }

  @Test
  default void aLogIsInOrderHoweverItCame() throws Exception {
    // Given
    List<TaskEvent> backwards = new ArrayList<>(Samples.log(8, 12));
    Collections.reverse(backwards);

    // When
    await(backend().events().append("task_1", backwards));

    // Then
    assertThat(await(backend().events().read("task_1", 0, 100))).isEqualTo(Samples.log(8, 12));
  }

  @Test
  default void anAppendCanBeRepeated() throws Exception {
    // Given
    await(backend().events().append("task_1", Samples.log(1, 4)));
    TaskEvent other = new TaskEvent(2, Samples.TIME, new TaskStream("other", null, true, null));

    // When
    await(backend().events().append("task_1", Samples.log(3, 6)));
    await(backend().events().append("task_1", List.of(other)));

    // Then
    assertThat(await(backend().events().read("task_1", 0, 100))).isEqualTo(Samples.log(1, 6));
  }

  @Test
  default void chunksComeBackAsTheyWere() throws Exception {
    // Given
    JsonObject deepest = new JsonObject().put("end", "ä☃\u0001\uD83D\uDE00");
    for (int i = 0; i < 50; i++) {
      deepest = new JsonObject().put("in", deepest);
    }
    TaskStream chunk = new TaskStream(deepest.encode(), 0.25, true, null);
    List<TaskEvent> log = List.of(new TaskEvent(1, Samples.TIME, chunk));

    // When
    await(backend().events().append("task_1", log));

    // Then
    assertThat(await(backend().events().read("task_1", 0, 1))).isEqualTo(log);
  }

  @Test
  default void logsOfManyTasksKeepApart() throws Exception {
    // Given
    int tasks = 40;

    // When
    atOnce(
        tasks * 5,
        i -> {
          int sequence = i / tasks + 1;
          return backend().events().append("task_" + i % tasks, Samples.log(sequence, sequence));
        });

    // Then
    for (int i = 0; i < tasks; i++) {
      List<TaskEvent> log = await(backend().events().read("task_" + i, 0, 100));
      assertThat(log).isNotEmpty().extracting(TaskEvent::sequence).isSorted();
      assertThat(log.get(log.size() - 1).sequence()).isEqualTo(5);
    }
  }
}
