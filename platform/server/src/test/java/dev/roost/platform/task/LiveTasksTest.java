package dev.roost.platform.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.agent.Assignment;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTasksTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  private final LiveTasks tasks = new LiveTasks("node1", 10, 600);

  private static Envelope request(Long timeoutSeconds) {
    TaskConfig config =
        timeoutSeconds == null
            ? null
            : new TaskConfig(timeoutSeconds, null, null, null, null, null, null);
    return Envelope.of(CLIENT, AGENT, new TaskRequest("c", null, "run", new JsonObject(), config));
  }

  @Test
  void aTaskLivesFromItsAcceptanceToItsEnd() {
    // When
    Assignment assignment = tasks.accept(request(null), AGENT, Long.MAX_VALUE);

    // Then
    assertThat(assignment.taskId()).matches("task_[0-9A-Z]{26}_node1");
    assertThat(assignment.attempt()).isEqualTo(1);
    assertThat(tasks.size()).isEqualTo(1);
    JsonObject shown = tasks.find(assignment.taskId()).orElseThrow().toJson();
    assertThat(shown.getString("id")).isEqualTo(assignment.taskId());
    assertThat(shown.getString("agent")).isEqualTo(AGENT.value());
    assertThat(shown.getString("sender")).isEqualTo(CLIENT.value());
    assertThat(shown.getString("skill")).isEqualTo("run");
    assertThat(shown.getValue("progress")).isNull();
    tasks.end(assignment.taskId());
    tasks.end(assignment.taskId());
    assertThat(tasks.size()).isZero();
    assertThat(tasks.find(assignment.taskId())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({",600", "5,5", "600,600", "601,600", "9223372036854775807,600"})
  void theDeadlineIsTheNearerOfTheCallersAndOurs(Long asked, long given) {
    // Given
    long before = System.currentTimeMillis();

    // When
    long deadline = tasks.accept(request(asked), AGENT, Long.MAX_VALUE).deadlineMillis();

    // Then
    assertThat(deadline)
        .isBetween(before + given * 1_000, System.currentTimeMillis() + given * 1_000);
  }

  @Test
  void theCallersOwnDeadlineIsNotOutlived() {
    assertThat(tasks.accept(request(5L), AGENT, 1_234).deadlineMillis()).isEqualTo(1_234);
  }

  @Test
  void tasksAskForTasksTenDeep() {
    // Given
    LiveTasks many = new LiveTasks("node1", 100, 600);
    String parent = many.accept(request(null), AGENT, Long.MAX_VALUE).taskId();
    for (int depth = 1; depth <= 10; depth++) {
      parent = many.accept(below(parent), AGENT, Long.MAX_VALUE).taskId();
    }
    Envelope tooDeep = below(parent);

    // When / Then
    assertThatThrownBy(() -> many.accept(tooDeep, AGENT, Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            AsapException.class, e -> assertThat(e.error().code()).isEqualTo(-32602));
    assertThat(many.size()).isEqualTo(11);
    assertThat(many.accept(below("task_unknown"), AGENT, Long.MAX_VALUE).attempt()).isEqualTo(1);
  }

  private static Envelope below(String parent) {
    return Envelope.of(AGENT, AGENT, new TaskRequest("c", parent, "run", new JsonObject(), null));
  }

  @Test
  void progressIsKeptForTasksThatLiveHere() {
    // Given
    String id = tasks.accept(request(null), AGENT, Long.MAX_VALUE).taskId();
    JsonObject progress = new JsonObject().put("percent", 40);

    // When
    tasks.update(new TaskUpdate(id, UpdateType.PROGRESS, TaskStatus.WORKING, progress, null));
    tasks.update(new TaskUpdate("task_x", UpdateType.PROGRESS, TaskStatus.WORKING, progress, null));

    // Then
    assertThat(tasks.find(id).orElseThrow().toJson().getJsonObject("progress")).isEqualTo(progress);
    assertThat(tasks.all()).hasSize(1);
  }

  @Test
  void noMoreTasksLiveThanMay() {
    // Given
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(tasks.accept(request(null), AGENT, Long.MAX_VALUE).taskId());
    }

    // When / Then
    assertThatThrownBy(() -> tasks.accept(request(null), AGENT, Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            AsapException.class, e -> assertThat(e.error().code()).isEqualTo(-32031));
    tasks.end(ids.get(0));
    tasks.accept(request(null), AGENT, Long.MAX_VALUE);
    assertThat(tasks.size()).isEqualTo(10);
    assertThat(tasks.all()).hasSize(10);
  }

  @Test
  void manyThreadsLeaveNothingBehind() throws Exception {
    // Given
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Integer> client =
        () -> {
          int refused = 0;
          for (int i = 0; i < 5_000; i++) {
            try {
              String id = tasks.accept(request(null), AGENT, Long.MAX_VALUE).taskId();
              assertThat(tasks.all().size()).isLessThanOrEqualTo(10);
              tasks.end(id);
            } catch (AsapException e) {
              refused++;
            }
          }
          return refused;
        };

    // When
    List<Callable<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(client);
    }
    for (Future<Integer> one : threads.invokeAll(clients)) {
      one.get();
    }
    threads.shutdown();

    // Then
    assertThat(tasks.size()).isZero();
    assertThat(tasks.all()).isEmpty();
  }
}
