package dev.roost.platform.state.contract;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Things to keep. */
public final class Samples {
  /** When everything happened. */
  public static final Instant TIME = Instant.parse("2026-03-04T05:06:07.123456Z");

  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  private Samples() {}

  /** An answer with a text in it. */
  public static Outcome answer(String text) {
    TaskRequest asked = new TaskRequest("c", null, "s", new JsonObject(), null);
    Envelope request =
        new Envelope(
            "env", "0.1", TIME, CLIENT, AGENT, "task.request", asked, null, null, false, null);
    TaskResponse payload = TaskResponse.completed("task", new JsonObject().put("text", text));
    return new Outcome.Answered(
        new Envelope(
            "answer",
            "0.1",
            TIME,
            AGENT,
            CLIENT,
            "task.response",
            payload,
            request.id(),
            "trace",
            false,
            new JsonObject().put("x", 1)));
  }

  /** An error. */
  public static Outcome error() {
    JsonObject details = new JsonObject().put("task_id", "ä☃").put("list", List.of(1, "x"));
    return new Outcome.Refused(RpcError.of(ErrorCode.TASK_NOT_FOUND, "gone", details));
  }

  /** A task that has ended. */
  public static TaskRecord ended(String id, String owner, String requestId, Outcome outcome) {
    return record(id, owner, requestId, TaskStatus.COMPLETED, Optional.of(outcome));
  }

  /** A task that runs. */
  public static TaskRecord running(String id) {
    return record(id, "me", "env-" + id, TaskStatus.WORKING, Optional.empty());
  }

  /** A task that is to outlive its process. */
  public static TaskRecord durable(String id, Optional<Key> key) {
    TaskRequest asked = new TaskRequest("c", null, "s", state(1), null);
    Envelope request =
        new Envelope(
            "env-" + id, "0.1", TIME, CLIENT, AGENT, "task.request", asked, null, "t", true, null);
    TaskRecord running = running(id);
    return new TaskRecord(
        running.task(),
        AGENT,
        CLIENT,
        running.owner(),
        running.requestId(),
        running.lastSequence(),
        Optional.empty(),
        Optional.of(new TaskWork(request, TIME.plusSeconds(600), 2, key, Optional.of(state(2)))));
  }

  private static TaskRecord record(
      String id, String owner, String requestId, TaskStatus status, Optional<Outcome> outcome) {
    JsonObject progress = new JsonObject().put("percent", 50.5);
    Task task = new Task(id, "c", "parent", status, 2, progress, TIME, TIME.plusSeconds(1));
    return new TaskRecord(task, AGENT, CLIENT, owner, requestId, 3, outcome);
  }

  /** Entries of a log with the sequences {@code from} to {@code to}. */
  public static List<TaskEvent> log(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            i ->
                new TaskEvent(
                    i, TIME.plusMillis(i), new TaskStream("chunk " + i, null, false, null)))
        .toList();
  }

  /** A state. */
  public static JsonObject state(int step) {
    return new JsonObject().put("step", step).put("deep", new JsonObject().put("ä☃\u0000\"", 1.5));
  }

  /** A delivery that is due since {@link #TIME}. */
  public static OutboxEntry delivery(String id, String destination) {
    return OutboxEntry.of(id, destination, new JsonObject().put("type", "task.completed"), TIME);
  }

  /** An endpoint with something in each part. */
  public static WebhookEndpoint endpoint(String id, String owner) {
    return new WebhookEndpoint(
        id,
        owner,
        "https://hooks.example/" + id,
        List.of("task.*", "artifact.ready"),
        WebhookProfile.DURABLE,
        List.of(
            new SealedKey("v1.new", SealedKey.Kind.ED25519, TIME, Optional.empty()),
            new SealedKey("v1.old", SealedKey.Kind.HMAC, TIME.minusSeconds(60), Optional.of(TIME))),
        Map.of("x-team", "ä☃"),
        Optional.of(new WebhookEndpoint.Disabled(TIME.plusSeconds(9), "410")),
        Optional.of(new WebhookEndpoint.Failing(TIME.plusSeconds(1), TIME.plusSeconds(2))),
        TIME.minusSeconds(60),
        1);
  }

  /** Usage some seconds after {@link #TIME}. */
  public static UsageEvent usage(String id, String agent, String consumer, int seconds) {
    UsageEvent.Metrics metrics = new UsageEvent.Metrics(10, 20, 30, 1);
    return new UsageEvent(id, "task_" + id, agent, consumer, metrics, TIME.plusSeconds(seconds));
  }
}
