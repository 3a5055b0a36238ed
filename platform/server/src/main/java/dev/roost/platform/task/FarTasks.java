package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.state.TaskJson;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.TaskRecord;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tasks that live on other nodes: they are looked for, asked and followed there. */
public final class FarTasks {
  static final String LOOK = "look";
  static final String ANSWER = "answer";

  /** A message about a task, answered by whoever answers messages there. */
  public static final String MESSAGE = "message";

  private static final long LOOK_MILLIS = 1_000;
  private static final long SPARE_MILLIS = 2_000;

  private final NodeDesk desk;
  private final TaskSettings settings;

  /** On the nodes that {@code desk} can ask. */
  public FarTasks(NodeDesk desk, TaskSettings settings) {
    this.desk = requireNonNull(desk, "desk");
    this.settings = requireNonNull(settings, "settings");
  }

  /**
   * A task that was found.
   *
   * @param node where it lives
   * @param record how it was then
   */
  public record Found(String node, TaskRecord record) {
    /** Its id. */
    public String id() {
      return record.task().id();
    }
  }

  /**
   * Looks for a task: on the node that its id names, or if that is not there, on all.
   *
   * @param id the task's, or that of the envelope that began it
   * @return empty if it lives nowhere, or is somebody else's; fails with {@link AsapException} if a
   *     node that may have it does not say
   */
  public Future<Optional<Found>> find(String id, String owner) {
    String home = nodeOf(id);
    if (home.equals(self())) {
      return Future.succeededFuture(Optional.empty());
    }
    return others().contains(home) ? ask(home, id, owner) : askAll(id, owner);
  }

  private static String nodeOf(String taskId) {
    return taskId.startsWith("task_") ? taskId.substring(taskId.lastIndexOf('_') + 1) : "";
  }

  private String self() {
    return desk.nodes().self();
  }

  private Set<String> others() {
    return desk.nodes().alive();
  }

  /** Whether a task has ended with its node, unless somebody takes it over. */
  boolean isLost(String taskId) {
    String home = nodeOf(taskId);
    return !home.isEmpty() && !others().contains(home);
  }

  private Future<Optional<Found>> ask(String node, String id, String owner) {
    JsonObject body = new JsonObject().put("id", id).put("owner", owner);
    return desk.ask(node, LOOK, body, LOOK_MILLIS)
        .map(
            answer ->
                Optional.ofNullable(answer.getJsonObject("record"))
                    .map(record -> new Found(node, TaskJson.record(record))));
  }

  private Future<Optional<Found>> askAll(String id, String owner) {
    List<Future<Optional<Found>>> answers =
        others().stream()
            .filter(node -> !node.equals(self()))
            .map(node -> ask(node, id, owner))
            .toList();
    return Future.join(answers)
        .transform(
            done -> {
              Optional<Found> found =
                  answers.stream()
                      .filter(Future::succeeded)
                      .map(Future::result)
                      .flatMap(Optional::stream)
                      .findFirst();
              return found.isPresent() || done.succeeded()
                  ? Future.succeededFuture(found)
                  : Future.failedFuture(done.cause());
            });
  }

  /** What a task answers, to the same request sent again: its end, a question, or where it is. */
  public Future<Envelope> answer(Found task, Envelope question, String owner) {
    return send(
        task.node(),
        ANSWER,
        of(question, owner).put("id", task.id()),
        settings.answer().toMillis());
  }

  /** Has a message about a task answered where the task lives. */
  public Future<Envelope> message(Found task, Envelope message, String owner) {
    long millis = Math.max(settings.answer().toMillis(), settings.cancel().toMillis());
    return send(task.node(), MESSAGE, of(message, owner), millis);
  }

  private static JsonObject of(Envelope envelope, String owner) {
    return new JsonObject()
        .put("envelope", Codec.ENVELOPE.write(envelope).toString())
        .put("owner", owner);
  }

  private Future<Envelope> send(String node, String operation, JsonObject body, long millis) {
    return desk.ask(node, operation, body, millis + SPARE_MILLIS)
        .map(answer -> Codec.ENVELOPE.read(Buffer.buffer(answer.getString("envelope"))));
  }

  /**
   * Follows a task from behind a sequence.
   *
   * @param chunks whether its result is wanted in chunks; the reader then holds the agent back
   */
  public EnvelopeStream follow(
      Context context, Found task, long after, String owner, boolean chunks) {
    return new FarStream(context, desk, task, after, owner, chunks);
  }
}
