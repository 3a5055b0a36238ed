package dev.roost.platform.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Role;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskEvent;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskCourseTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");

  private final LogBudget budget = new LogBudget(2 << 20);
  private final TaskCourse course = new TaskCourse("task_1", budget);

  private static TaskUpdate question() {
    return new TaskUpdate(
        "task_1", UpdateType.INPUT_REQUIRED, TaskStatus.INPUT_REQUIRED, null, new JsonObject());
  }

  private static MessageSend message() {
    return new MessageSend("task_1", "msg_1", "me", Role.USER, List.of());
  }

  private boolean end(TaskStatus last) {
    TaskResponse response = new TaskResponse("task_1", last, null, null, null);
    Envelope request =
        Envelope.of(AGENT, AGENT, new TaskRequest("c", null, "s", new JsonObject(), null));
    return course.end(last, new Outcome.Answered(request.reply(AGENT, response)), response);
  }

  @Test
  void theLogTellsEveryStep() {
    // When
    course.begin();
    course.requireInput(question());
    course.resume(message());
    end(TaskStatus.COMPLETED);

    // Then
    assertThat(course.events())
        .extracting(TaskEvent::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(course.events())
        .extracting(event -> event.payload().getClass().getSimpleName())
        .containsExactly(
            "TaskUpdate", "TaskUpdate", "TaskUpdate", "MessageSend", "TaskUpdate", "TaskResponse");
    assertThat(course.status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void aStepThatIsNotThereIsRefusedWithBothStates() {
    // Given
    course.begin();

    // When / Then
    assertThatThrownBy(course::begin)
        .isInstanceOfSatisfying(
            AsapException.class,
            refusal -> {
              assertThat(refusal.error().code()).isEqualTo(-32000);
              assertThat(refusal.error().data().getJsonObject("details"))
                  .isEqualTo(
                      new JsonObject().put("from_state", "working").put("to_state", "working"));
            });
    assertThatThrownBy(() -> course.resume(message())).isInstanceOf(AsapException.class);
    assertThat(course.events()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED"})
  void theFirstEndCounts(TaskStatus last) {
    // Given
    course.begin();

    // When
    boolean first = end(last);
    boolean second = end(TaskStatus.COMPLETED);

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(course.status()).isEqualTo(last);
    assertThatThrownBy(() -> course.chunk(new TaskStream("x", null, false, null)))
        .hasMessageContaining("already ended");
  }

  @Test
  void aTaskCanEndFromEveryState() {
    // Given
    course.begin();
    course.requireInput(question());

    // When
    boolean ended = end(TaskStatus.COMPLETED);

    // Then
    assertThat(ended).isTrue();
    assertThat(course.steps()).isEqualTo(4); // through working
  }

  private void chunks(TaskCourse to, int count, int length) {
    for (int i = 0; i < count; i++) {
      to.chunk(new TaskStream("x".repeat(length), null, false, null));
    }
  }

  @Test
  void oldChunksGoAndTheResultStays() {
    // Given
    course.begin();

    // When
    chunks(course, 3_000, 400);
    end(TaskStatus.COMPLETED);

    // Then
    List<TaskEvent> events = course.events();
    assertThat(events.size()).isEqualTo(TaskLog.MAX_EVENTS);
    assertThat(events.get(0).sequence()).isEqualTo(1);
    assertThat(events.get(events.size() - 1).payload()).isInstanceOf(TaskResponse.class);
    assertThat(course.lastSequence()).isEqualTo(3_003);
    assertThat(course.lostUpTo()).isGreaterThan(1_000);
    assertThat(course.next(2).sequence()).isEqualTo(course.lostUpTo() + 1);
  }

  @Test
  void theBytesOfALogAreBounded() {
    // Given
    course.begin();

    // When
    chunks(course, 100, 100_000);

    // Then
    assertThat(course.bytesAfter(0)).isBetween(TaskLog.MAX_BYTES / 2, TaskLog.MAX_BYTES);
  }

  @Test
  void whenAllLogsAreFullEachKeepsItsMinimum() {
    // Given
    TaskCourse first = new TaskCourse("task_2", budget);
    TaskCourse second = new TaskCourse("task_3", budget);
    first.begin();
    second.begin();
    course.begin();
    chunks(first, 2_000, 1_000);
    chunks(second, 2_000, 1_000);
    assertThat(budget.taken()).isGreaterThan(1_900_000);

    // When
    chunks(course, 2_000, 1_000);

    // Then
    assertThat(course.bytesAfter(0)).isLessThanOrEqualTo(TaskLog.MIN_BYTES + 200_000);
    assertThat(course.bytesAfter(0)).isGreaterThan(TaskLog.MIN_BYTES / 2);
    assertThat(budget.taken()).isLessThanOrEqualTo(2 << 20);
  }

  @Test
  void whatEndsGivesItsShareBack() {
    // Given
    course.begin();
    chunks(course, 2_000, 1_000);

    // When
    end(TaskStatus.COMPLETED);

    // Then
    assertThat(budget.taken()).isZero();
  }
}
