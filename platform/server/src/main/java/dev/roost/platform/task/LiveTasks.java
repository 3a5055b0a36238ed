package dev.roost.platform.task;

import dev.roost.agent.TaskHandle;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Ids;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.spi.Lease;
import dev.roost.spi.Outcome;
import dev.roost.spi.Principal;
import dev.roost.spi.StateBackend;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of agents that live on this node. Shared by all event loops; bounded. */
public final class LiveTasks {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTasks.class);

  /** Without credentials, an envelope's id leads to its task only if nobody could guess it. */
  private static final int SHORTEST_SECRET = 20;

  private final String suffix;
  private final TaskSettings settings;
  private final StateBackend backend;
  private final LogBudget logs = new LogBudget(LogBudget.SHIPPED);
  private final AtomicInteger size = new AtomicInteger();
  private final LongAdder transitions = new LongAdder();
  private final Map<String, LiveTask> tasks = new ConcurrentHashMap<>();
  private final Map<RequestKey, LiveTask> byRequest = new ConcurrentHashMap<>();
  private final RecentTasks recent = new RecentTasks();
  private final Queue<Promise<Void>> drained = new ConcurrentLinkedQueue<>();
  private final Map<String, LiveTask> left = new ConcurrentHashMap<>();
  private volatile @Nullable Keeper keeper;
  private volatile @Nullable GuestTasks guests;
  private volatile boolean draining;
  private volatile Consumer<LiveTask> listening = ended -> {};

  /** Who keeps the tasks that are to outlive this process. */
  interface Keeper {
    /** Ends one; the first end counts. */
    void end(LiveTask task, Outcome outcome);

    /** Leaves one to whoever takes it over. */
    void handOver(LiveTask task, AsapException why);

    /** Leaves all to the next process. */
    void handOver(AsapException why);
  }

  /**
   * @param node this node's name, the end of every task id
   * @param backend where tasks go when they have ended
   */
  public LiveTasks(String node, TaskSettings settings, StateBackend backend) {
    this.suffix = "_" + node;
    this.settings = settings;
    this.backend = backend;
  }

  /** Durable tasks end by {@code value}. */
  void keeper(Keeper value) {
    keeper = value;
  }

  /**
   * Accepts a call: gives it an id and a deadline.
   *
   * @param owner the subject of the principal that asks
   * @param latestMillis the latest deadline, in milliseconds since the epoch
   * @throws AsapException -32031 if as many live as may; -32602 if the task would stand more than
   *     {@value Task#MAX_DEPTH} tasks below the first
   */
  public LiveTask accept(Envelope request, AgentUrn agent, String owner, long latestMillis) {
    ParentTask parent = parentOf(request, owner);
    int depth = Math.max(parent == null ? 0 : parent.depth() + 1, TaskDepth.toldBy(request));
    if (depth > Task.MAX_DEPTH) {
      throw new AsapException(
          RpcError.invalidParams("Tasks may ask for tasks at most " + Task.MAX_DEPTH + " deep"));
    }
    if (size.incrementAndGet() > settings.maxLive()) {
      size.decrementAndGet();
      throw AsapException.overload(settings.maxLive());
    }
    String id = Ids.secret("task_") + suffix;
    long deadline = Math.min(latestMillis, System.currentTimeMillis() + timeoutOf(request));
    LiveTask task = new LiveTask(id, request, agent, owner, parent, depth, deadline, logs);
    tasks.put(id, task);
    nameByRequest(task);
    if (parent != null) {
      parent.addChild(task);
    }
    return task;
  }

  private void nameByRequest(LiveTask task) {
    if (task.isTask() && mayBeNamedByRequest(task)) {
      byRequest.putIfAbsent(new RequestKey(task.owner(), task.request().id()), task);
    }
  }

  /**
   * Accepts a task that another process has left.
   *
   * @param next the least sequence of the next entry of its log
   * @return empty if as many live as may, or it lives here
   */
  Optional<LiveTask> resume(TaskRecord record, TaskWork work, List<TaskEvent> events, long next) {
    if (size.incrementAndGet() > settings.maxLive()) {
      size.decrementAndGet();
      return Optional.empty();
    }
    TaskCourse course = new TaskCourse(record.task().id(), logs, events, next);
    LiveTask task = new LiveTask(record, work, course);
    if (tasks.putIfAbsent(task.id(), task) != null) {
      size.decrementAndGet();
      return Optional.empty();
    }
    nameByRequest(task);
    return Optional.of(task);
  }

  /** A task of somebody else is no parent. */
  private @Nullable ParentTask parentOf(Envelope request, String owner) {
    String parentId = request.payload() instanceof TaskRequest asked ? asked.parentTaskId() : null;
    ParentTask parent = parentId == null ? null : parent(parentId);
    return parent != null && parent.owner().equals(owner) ? parent : null;
  }

  private @Nullable ParentTask parent(String id) {
    LiveTask task = tasks.get(id);
    return task == null ? guest(id).orElse(null) : task;
  }

  /** Whose a task is that lives here, or that an agent here runs for another node. */
  public Optional<String> ownerOf(String id) {
    return Optional.ofNullable(parent(id)).map(ParentTask::owner);
  }

  /** A task of another node that an agent here runs. */
  public Optional<GuestTask> guest(String id) {
    GuestTasks known = guests;
    return known == null ? Optional.empty() : known.find(id);
  }

  /** The tasks of other nodes that agents here run. */
  void guests(GuestTasks value) {
    guests = value;
  }

  /** Whether it can only be a task of another node, that runs here no more. */
  public boolean isForeign(String id) {
    return guests != null && !id.endsWith(suffix) && parent(id) == null && !left.containsKey(id);
  }

  private long timeoutOf(Envelope request) {
    TaskConfig config = request.payload() instanceof TaskRequest asked ? asked.config() : null;
    Long seconds = config == null ? null : config.timeoutSeconds();
    long longest = settings.timeout().toSeconds();
    return 1000 * (seconds == null ? longest : Math.min(seconds, longest));
  }

  private static boolean mayBeNamedByRequest(LiveTask task) {
    return !task.owner().equals(Principal.ANONYMOUS.subject())
        || task.request().id().length() >= SHORTEST_SECRET;
  }

  private record RequestKey(String owner, String requestId) {}

  /** The agent has taken a call. One that has ended meanwhile is cancelled. */
  public void begun(String taskId, TaskHandle handle) {
    LiveTask task = tasks.get(taskId);
    if (task != null) {
      task.begun(handle);
      return;
    }
    Optional<GuestTask> guest = guest(taskId);
    if (guest.isPresent()) {
      guest.get().begun(handle);
    } else if (taskId.endsWith(suffix) || left.containsKey(taskId) || isForeign(taskId)) {
      handle.cancel();
    }
  }

  /**
   * The agent tells something of a task.
   *
   * @return completes when it may tell more; fails with {@link AsapException} if the task has ended
   */
  public Future<Void> tell(String taskId, Payload news) {
    return find(taskId)
        .map(task -> task.tell(news))
        .or(() -> guest(taskId).map(guest -> guest.tell(news)))
        .orElseGet(() -> Future.failedFuture(TaskViews.notFound(taskId)));
  }

  /** Who is told of each call when it has ended; must neither block nor throw. */
  public void listen(Consumer<LiveTask> listener) {
    listening = listener;
  }

  /** Ends a call; the first end counts. */
  public void end(LiveTask task, Outcome outcome) {
    Keeper durable = keeper;
    if (task.hold() != null && durable != null) {
      left.remove(task.id(), task);
      durable.end(task, outcome);
    } else if (task.end(outcome)) {
      if (task.isTask()) {
        keep(task);
      }
      ended(task);
    }
  }

  /**
   * The node that ran a call is gone. A durable one is left to whoever takes it over; one with a
   * key is to be sent again, once.
   *
   * @param why what those are told who wait for it
   * @return empty if it can only end; else whether it is to be sent again
   */
  public Optional<Boolean> interrupted(LiveTask task, AsapException why) {
    Keeper durable = keeper;
    if (task.hold() != null && durable != null) {
      durable.handOver(task, why);
      return Optional.of(false);
    }
    return task.restart() ? Optional.of(true) : Optional.empty();
  }

  /** A task has ended, and its end is kept as it should be. */
  void ended(LiveTask task) {
    listening.accept(task);
    remove(task);
    task.tellEnd();
    tellDrained();
  }

  /** A durable task goes on elsewhere; its skill may still run here for a while. */
  void leave(LiveTask task, AsapException why) {
    left.put(task.id(), task);
    remove(task);
    task.leave(why);
    tellDrained();
  }

  /**
   * The lease of a durable task that has begun here, also of one that goes on elsewhere: what is
   * written under it is refused then.
   */
  public Optional<Lease> lease(String taskId) {
    LiveTask task = tasks.get(taskId);
    LiveTask known = task == null ? left.get(taskId) : task;
    Hold hold = known == null ? null : known.hold();
    return hold == null ? Optional.empty() : Optional.ofNullable(hold.lease());
  }

  /**
   * What nobody was told of before its end is with its caller now: the fast path stores nothing.
   */
  private void keep(LiveTask task) {
    if (task.wasTold()) {
      // here until it is there: writing takes time
      recent.add(task);
      backend
          .tasks()
          .commit(TaskChange.of(task.record(), task.events()))
          .onFailure(failure -> notKept(task, failure));
    } else if (task.hasBegun()) {
      recent.add(task);
    }
  }

  private static void notKept(LiveTask task, Throwable failure) {
    LOG.atWarn()
        .addKeyValue("task", task.id())
        .setCause(failure)
        .log("A task that has ended could not be kept");
  }

  /** A call that has ended lately, whoever asked for it. */
  Optional<LiveTask> findRecent(String id) {
    return recent.find(task -> task.id().equals(id));
  }

  /** A task that has ended lately, as its owner sees it. */
  Optional<LiveTask> findRecent(String id, String owner) {
    return recent.find(
        task ->
            task.owner().equals(owner)
                && (task.id().equals(id)
                    || task.request().id().equals(id) && mayBeNamedByRequest(task)));
  }

  /** From now on somebody is told of a task that lives. */
  public void watch(LiveTask task, TaskWatch watch) {
    task.watch(watch, backend.outbox());
  }

  /** Takes a call out of the table as if it had never been accepted. */
  public void discard(LiveTask task) {
    remove(task);
    tellDrained();
  }

  private void remove(LiveTask task) {
    if (tasks.remove(task.id()) == null) {
      return;
    }
    byRequest.remove(new RequestKey(task.owner(), task.request().id()), task);
    if (task.parent() != null) {
      task.parent().removeChild(task);
    }
    transitions.add(task.steps());
    size.decrementAndGet();
  }

  /**
   * Asks the agent to stop a task and all tasks below it. An agent that does not is cut off.
   *
   * @throws AsapException -32030 if the task has ended
   */
  public void cancel(LiveTask task) {
    boolean heard = task.cancel(System.currentTimeMillis() + settings.cancel().toMillis());
    if (!heard) {
      end(task, task.cancelled());
    }
    for (LiveTask child : task.children()) {
      if (!child.ended()) {
        cancel(child);
      }
    }
  }

  /** How long a cancellation takes at most, in milliseconds. */
  public long cancelMillis() {
    return settings.cancel().toMillis();
  }

  /** Lets those go on who have waited long enough, and cuts off what was cancelled in vain. */
  void sweep(long nowMillis) {
    for (LiveTask task : tasks.values()) {
      if (task.sweep(nowMillis)) {
        end(task, task.cancelled());
      }
    }
  }

  /** Completes when no call lives, now or for the first time from now on. */
  public Future<Void> drained() {
    draining = true;
    Promise<Void> promise = Promise.promise();
    drained.add(promise);
    tellDrained();
    return promise.future();
  }

  /** Whether the node is about to stop. */
  boolean isDraining() {
    return draining;
  }

  private void tellDrained() {
    while (size.get() == 0) {
      Promise<Void> waiting = drained.poll();
      if (waiting == null) {
        return;
      }
      waiting.complete();
    }
  }

  /**
   * Ends all calls that live, since the node stops; their callers may try another. Durable tasks
   * are left to the next process.
   */
  public void endAll() {
    RpcError stopping =
        RpcError.of(
            ErrorCode.CONNECTION_ERROR,
            "The platform is stopping",
            new JsonObject().put("url", suffix.substring(1)).put("cause", "shutdown"));
    Keeper durable = keeper;
    if (durable != null) {
      durable.handOver(new AsapException(stopping));
    }
    all().stream()
        .filter(task -> task.hold() == null)
        .forEach(task -> end(task, new Outcome.Refused(stopping)));
  }

  /** The live call of that id, whatever it is and whoever asked for it. */
  public Optional<LiveTask> find(String taskId) {
    return Optional.ofNullable(tasks.get(taskId));
  }

  /**
   * A live task as its owner sees it.
   *
   * @param id the task's, or that of the envelope that began it
   */
  public Optional<LiveTask> find(String id, String owner) {
    LiveTask task = tasks.get(id);
    if (task == null) {
      task = byRequest.get(new RequestKey(owner, id));
    }
    return Optional.ofNullable(task).filter(one -> one.isTask() && one.owner().equals(owner));
  }

  /** All live calls, in no order. */
  public Collection<LiveTask> all() {
    return List.copyOf(tasks.values());
  }

  /** How many there are. */
  public int size() {
    return size.get();
  }

  /** How many steps the state machines of all calls that ended have taken. */
  public long transitions() {
    return transitions.sum();
  }
}
