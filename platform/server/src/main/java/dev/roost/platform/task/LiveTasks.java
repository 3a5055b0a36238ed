package dev.roost.platform.task;

import dev.roost.agent.Assignment;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskUpdate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tasks that live on this node. Shared by all event loops; bounded. */
public final class LiveTasks {
  private final String node;
  private final int maxLive;
  private final long timeoutMillis;
  private final AtomicInteger size = new AtomicInteger();
  private final Map<String, LiveTask> tasks = new ConcurrentHashMap<>();

  /**
   * @param node this node's name, the end of every task id
   * @param maxLive how many tasks may live at once
   * @param timeoutSeconds how long a task may take when its request says nothing
   */
  public LiveTasks(String node, int maxLive, long timeoutSeconds) {
    this.node = node;
    this.maxLive = maxLive;
    this.timeoutMillis = timeoutSeconds * 1000;
  }

  /**
   * Accepts a request: gives it an id and a deadline.
   *
   * @param latestMillis the latest deadline, in milliseconds since the epoch
   * @throws AsapException -32031 if as many tasks live as may; -32602 if the task would stand more
   *     than {@value Task#MAX_DEPTH} tasks below the first
   */
  public Assignment accept(Envelope envelope, AgentUrn agent, long latestMillis) {
    int depth = depthOf(envelope);
    if (size.incrementAndGet() > maxLive) {
      size.decrementAndGet();
      throw AsapException.overload(maxLive);
    }
    long now = System.currentTimeMillis();
    String id = Ids.secret("task_") + "_" + node;
    String skill = "";
    long timeout = timeoutMillis;
    if (envelope.payload() instanceof TaskRequest request) {
      skill = request.skillId();
      timeout = timeoutOf(request.config());
    }
    tasks.put(id, new LiveTask(id, agent, envelope.sender(), skill, now, depth));
    return new Assignment(id, envelope, Math.min(latestMillis, now + timeout), 1);
  }

  /** Agents that ask agents that ask agents must come to an end. */
  private int depthOf(Envelope envelope) {
    String parentId =
        envelope.payload() instanceof TaskRequest request ? request.parentTaskId() : null;
    LiveTask parent = parentId == null ? null : tasks.get(parentId);
    int depth = parent == null ? 0 : parent.depth() + 1;
    if (depth > Task.MAX_DEPTH) {
      throw new AsapException(
          RpcError.invalidParams("Tasks may ask for tasks at most " + Task.MAX_DEPTH + " deep"));
    }
    return depth;
  }

  /** Takes a task out: it has been answered. */
  public void end(String taskId) {
    if (tasks.remove(taskId) != null) {
      size.decrementAndGet();
    }
  }

  /** Keeps how far a task is; a task that does not live here is ignored. */
  public void update(TaskUpdate update) {
    find(update.taskId()).ifPresent(task -> task.update(update));
  }

  /** The live task of that id. */
  public Optional<LiveTask> find(String taskId) {
    return Optional.ofNullable(tasks.get(taskId));
  }

  /** All live tasks, in no order. */
  public Collection<LiveTask> all() {
    return List.copyOf(tasks.values());
  }

  /** How many there are. */
  public int size() {
    return size.get();
  }

  private long timeoutOf(@Nullable TaskConfig config) {
    Long seconds = config == null ? null : config.timeoutSeconds();
    return seconds == null || seconds > timeoutMillis / 1000 ? timeoutMillis : seconds * 1000;
  }
}
