package dev.roost.platform.task;

import dev.roost.agent.Assignment;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskUpdate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

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
   * @throws AsapException -32031 if as many tasks live as may
   */
  public Assignment accept(Envelope envelope, AgentUrn agent) {
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
      timeout = Math.min(timeout, timeoutOf(request.config()));
    }
    tasks.put(id, new LiveTask(id, agent, envelope.sender(), skill, now));
    return new Assignment(id, envelope, now + timeout, 1);
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

  private long timeoutOf(@org.jspecify.annotations.Nullable TaskConfig config) {
    Long seconds = config == null ? null : config.timeoutSeconds();
    return seconds == null || seconds > timeoutMillis / 1000 ? timeoutMillis : seconds * 1000;
  }
}
