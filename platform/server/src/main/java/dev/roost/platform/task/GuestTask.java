package dev.roost.platform.task;

import dev.roost.agent.Assignment;
import dev.roost.agent.TaskHandle;
import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.state.TaskJson;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.StateSnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task of another node that an agent here runs. What the agent tells goes there; what is told to
 * the agent comes from there. Any thread may call it.
 */
public final class GuestTask implements ParentTask {
  private static final Logger LOG = LoggerFactory.getLogger(GuestTask.class);
  private static final long SPARE_MILLIS = 1_000;

  private final Assignment assignment;
  private final String node;
  private final String owner;
  private final int depth;
  private final NodeDesk desk;
  private final LiveTasks tasks;
  private final GuestOutbox outbox;
  private final Set<LiveTask> children = new HashSet<>(0);
  private @Nullable TaskHandle handle;
  private boolean cancelled;

  GuestTask(
      Assignment assignment, String node, String owner, int depth, NodeDesk desk, LiveTasks tasks) {
    this.assignment = assignment;
    this.node = node;
    this.owner = owner;
    this.depth = depth;
    this.desk = desk;
    this.tasks = tasks;
    this.outbox = new GuestOutbox(desk, node, id(), this::millisLeft);
  }

  String id() {
    return assignment.taskId();
  }

  /** Where it lives. */
  String node() {
    return node;
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public int depth() {
    return depth;
  }

  private long millisLeft() {
    return Math.max(0, assignment.deadlineMillis() - System.currentTimeMillis()) + SPARE_MILLIS;
  }

  /** The agent has taken it. */
  void begun(TaskHandle reachable) {
    boolean late;
    synchronized (this) {
      handle = reachable;
      late = cancelled;
    }
    if (late) {
      reachable.cancel();
    }
    outbox.begun();
  }

  /** The agent tells something. */
  Future<Void> tell(Payload news) {
    return outbox.tell(news);
  }

  /** Keeps a version of its state, where the task lives: there is the right to write it. */
  public Future<StateSnapshot> save(JsonObject data, boolean checkpoint) {
    JsonObject body =
        new JsonObject().put("task", id()).put("data", data).put("checkpoint", checkpoint);
    return desk.ask(node, GuestDesk.SAVE, body, millisLeft()).map(TaskJson::snapshot);
  }

  /** The newest version of its state. */
  public Future<Optional<StateSnapshot>> load() {
    return desk.ask(node, GuestDesk.LOAD, new JsonObject().put("task", id()), millisLeft())
        .map(answer -> Optional.ofNullable(answer.getJsonObject("state")).map(TaskJson::snapshot));
  }

  /** Nobody waits for it any more. */
  void cancel() {
    TaskHandle reachable;
    synchronized (this) {
      cancelled = true;
      reachable = handle;
    }
    if (reachable != null) {
      reachable.cancel();
    }
    children().forEach(this::cancel);
  }

  private void cancel(LiveTask child) {
    try {
      tasks.cancel(child);
    } catch (AsapException e) {
      LOG.atTrace().setCause(e).log("A task ended before it was cancelled");
    }
  }

  /** Hands its skill the input that it waits for. */
  synchronized void deliver(Envelope message) {
    if (handle != null) {
      handle.deliver(message);
    }
  }

  /** Its agent has answered; completes when all that was told before is there. */
  Future<Void> flush() {
    return outbox.flush();
  }

  @Override
  public synchronized void addChild(LiveTask child) {
    children.add(child);
  }

  @Override
  public synchronized void removeChild(LiveTask child) {
    children.remove(child);
  }

  private synchronized List<LiveTask> children() {
    return List.copyOf(children);
  }
}
