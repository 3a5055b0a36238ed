package dev.roost.bench.durable;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The life of a durable task: its lease is taken, it is accepted, it ends, its lease is given back.
 * Each step is awaited before the next: four transactions.
 */
final class TaskLife {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:echo");
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:load-client");
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final String CONVERSATION = "conv_01JD8ZJ3V3M4N5P6Q7R8S9T0V2";
  private static final JsonObject RESULT =
      new JsonObject().put("message", "five short points ".repeat(15));

  private final TaskStore store;
  private final String id = Ids.secret("task_");
  private final String requestId = Ids.next();
  private final Instant accepted = Instant.now();

  TaskLife(TaskStore store) {
    this.store = store;
  }

  /** Lives it. */
  Future<Void> live() {
    return store
        .acquire(id, "bench", LEASE)
        .map(Optional::orElseThrow)
        .compose(
            lease ->
                store
                    .commit(begun().under(lease))
                    .compose(done -> store.commit(ended().under(lease)))
                    .compose(done -> store.release(lease)));
  }

  private TaskChange begun() {
    return TaskChange.of(
        record(TaskStatus.WORKING, 1, Optional.empty()),
        List.of(
            new TaskEvent(
                1,
                accepted,
                new TaskUpdate(id, UpdateType.STATUS_CHANGE, TaskStatus.WORKING, null, null))));
  }

  private TaskChange ended() {
    TaskResponse response = TaskResponse.completed(id, RESULT);
    return TaskChange.of(
        record(TaskStatus.COMPLETED, 2, Optional.of(answer(response))),
        List.of(new TaskEvent(2, Instant.now(), response)));
  }

  private TaskRecord record(TaskStatus status, long sequence, Optional<Outcome> outcome) {
    Task task = new Task(id, CONVERSATION, null, status, 0, null, accepted, Instant.now());
    return new TaskRecord(task, AGENT, CLIENT, CLIENT.value(), requestId, sequence, outcome);
  }

  private Outcome answer(TaskResponse response) {
    return new Outcome.Answered(
        new Envelope(
            Ids.next(),
            "0.1",
            Instant.now(),
            AGENT,
            CLIENT,
            "task.response",
            response,
            requestId,
            null,
            false,
            null));
  }
}
