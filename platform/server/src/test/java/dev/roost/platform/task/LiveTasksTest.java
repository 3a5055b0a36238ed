package dev.roost.platform.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.Outcome;
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

  private static final String OWNER = "urn:asap:agent:client";

  private final LiveTasks tasks = TestTasks.table(10);

  private static Envelope request(Long timeoutSeconds) {
    TaskConfig config =
        timeoutSeconds == null
            ? null
            : new TaskConfig(timeoutSeconds, null, null, null, null, null, null);
    return Envelope.of(CLIENT, AGENT, new TaskRequest("c", null, "run", new JsonObject(), config));
  }

  private static Outcome answer(LiveTask task) {
    return new Outcome.Answered(
        task.request().reply(AGENT, TaskResponse.completed(task.id(), new JsonObject())));
  }

  @Test
  void aTaskLivesFromItsAcceptanceToItsEnd() {
    // When
    LiveTask task = tasks.accept(request(null), AGENT, OWNER, Long.MAX_VALUE);

    // Then
    assertThat(task.id()).matches("task_[0-9A-Z]{26}_node1");
    assertThat(task.depth()).isZero();
    assertThat(tasks.size()).isEqualTo(1);
    JsonObject shown = tasks.find(task.id()).orElseThrow().toJson();
    assertThat(shown.getString("id")).isEqualTo(task.id());
    assertThat(shown.getString("agent")).isEqualTo(AGENT.value());
    assertThat(shown.getString("sender")).isEqualTo(CLIENT.value());
    assertThat(shown.getString("skill")).isEqualTo("run");
    assertThat(shown.getValue("progress")).isNull();
    assertThat(task.assignment().attempt()).isEqualTo(1);
    tasks.end(task, answer(task));
    tasks.end(task, answer(task));
    assertThat(tasks.size()).isZero();
    assertThat(tasks.find(task.id())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1,0", "0,0", "3,3", "10,10", "2.9,2"})
  void aTaskOfAnotherPlatformStandsAsDeepAsItsCallerSays(double told, int depth) {
    // Given
    Envelope request =
        request(null).withExtensions(new JsonObject().put("task_depth", told).put("other", 1));

    // When
    LiveTask task = tasks.accept(request, AGENT, OWNER, Long.MAX_VALUE);

    // Then
    assertThat(task.depth()).isEqualTo(depth);
    assertThat(TaskDepth.tell(request, 4).extensions())
        .isEqualTo(new JsonObject().put("task_depth", 4).put("other", 1));
    assertThat(request.extensions().getValue("task_depth")).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({",600", "5,5", "600,600", "601,600", "9223372036854775807,600"})
  void theDeadlineIsTheNearerOfTheCallersAndOurs(Long asked, long given) {
    // Given
    long before = System.currentTimeMillis();

    // When
    long deadline =
        tasks.accept(request(asked), AGENT, OWNER, Long.MAX_VALUE).assignment().deadlineMillis();

    // Then
    assertThat(deadline)
        .isBetween(before + given * 1_000, System.currentTimeMillis() + given * 1_000);
  }

  @Test
  void theCallersOwnDeadlineIsNotOutlived() {
    assertThat(tasks.accept(request(5L), AGENT, OWNER, 1_234).assignment().deadlineMillis())
        .isEqualTo(1_234);
  }

  @Test
  void tasksAskForTasksTenDeep() {
    // Given
    LiveTasks many = TestTasks.table(100);
    String parent = many.accept(request(null), AGENT, OWNER, Long.MAX_VALUE).id();
    for (int depth = 1; depth <= 10; depth++) {
      parent = many.accept(below(parent), AGENT, OWNER, Long.MAX_VALUE).id();
    }
    Envelope tooDeep = below(parent);

    // When / Then
    assertThatThrownBy(() -> many.accept(tooDeep, AGENT, OWNER, Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            AsapException.class, e -> assertThat(e.error().code()).isEqualTo(-32602));
    assertThat(many.size()).isEqualTo(11);
    assertThat(many.accept(below("task_unknown"), AGENT, OWNER, Long.MAX_VALUE).depth()).isZero();
  }

  private static Envelope below(String parent) {
    return Envelope.of(AGENT, AGENT, new TaskRequest("c", parent, "run", new JsonObject(), null));
  }

  @Test
  void progressIsKeptForTasksThatLiveHere() {
    // Given
    String id = tasks.accept(request(null), AGENT, OWNER, Long.MAX_VALUE).id();
    JsonObject progress = new JsonObject().put("percent", 40);

    // When
    tasks.tell(id, new TaskUpdate(id, UpdateType.PROGRESS, TaskStatus.WORKING, progress, null));
    io.vertx.core.Future<Void> elsewhere =
        tasks.tell(
            "task_x",
            new TaskUpdate("task_x", UpdateType.PROGRESS, TaskStatus.WORKING, progress, null));

    // Then
    assertThat(tasks.find(id).orElseThrow().toJson().getJsonObject("progress")).isEqualTo(progress);
    assertThat(tasks.all()).hasSize(1);
    assertThat(elsewhere.failed()).isTrue();
  }

  @Test
  void noMoreTasksLiveThanMay() {
    // Given
    List<LiveTask> accepted = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      accepted.add(tasks.accept(request(null), AGENT, OWNER, Long.MAX_VALUE));
    }

    // When / Then
    assertThatThrownBy(() -> tasks.accept(request(null), AGENT, OWNER, Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            AsapException.class, e -> assertThat(e.error().code()).isEqualTo(-32031));
    tasks.end(accepted.get(0), answer(accepted.get(0)));
    tasks.accept(request(null), AGENT, OWNER, Long.MAX_VALUE);
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
              LiveTask task = tasks.accept(request(null), AGENT, OWNER, Long.MAX_VALUE);
              assertThat(tasks.all().size()).isLessThanOrEqualTo(10);
              tasks.end(task, answer(task));
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
