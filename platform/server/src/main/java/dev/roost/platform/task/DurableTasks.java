package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.state.StateHealth;
import dev.roost.platform.task.IdempotentCalls.Found;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.spi.Admission;
import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Lease;
import dev.roost.spi.Outcome;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateException;
import dev.roost.spi.StateException.Reason;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskWork;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of this node that are to outlive it: in the database before they run, and seen to have
 * ended only when their end is there. Shared by all event loops.
 */
public final class DurableTasks implements LiveTasks.Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(DurableTasks.class);

  private final String node;
  private final TaskSettings settings;
  private final StateBackend backend;
  private final LiveTasks tasks;
  private final DurableAgents agents;
  private final StateHealth health;
  private final AwayTasks away;
  private final Map<String, LiveTask> held = new ConcurrentHashMap<>();

  /**
   * @param node this process's name, different from that of every other
   * @param agents what the operator says about tasks of single agents
   */
  public DurableTasks(
      String node,
      TaskSettings settings,
      StateBackend backend,
      LiveTasks tasks,
      DurableAgents agents) {
    this.node = requireNonNull(node, "node");
    this.settings = requireNonNull(settings, "settings");
    this.backend = requireNonNull(backend, "backend");
    this.tasks = requireNonNull(tasks, "tasks");
    this.agents = requireNonNull(agents, "agents");
    this.health = new StateHealth(backend);
    this.away = new AwayTasks(tasks, backend, settings.maxLive());
    tasks.keeper(this);
  }

  /** Whether the database takes writes. */
  public StateHealth health() {
    return health;
  }

  /** Those who wait for durable tasks that are not here. */
  public AwayTasks away() {
    return away;
  }

  /**
   * Whether a request is to outlive this process.
   *
   * @param watched whether somebody wants to be told of it: he is to hear of its end if that is
   *     possible
   */
  public Durability of(Envelope request, AgentUrn agent, boolean watched) {
    if (!isAskedFor(request, agent)) {
      return watched && isPossible() ? Durability.DURABLE : Durability.NOT_ASKED;
    }
    return isPossible() ? Durability.DURABLE : Durability.NOT_POSSIBLE;
  }

  private boolean isAskedFor(Envelope request, AgentUrn agent) {
    if (!(request.payload() instanceof TaskRequest task)) {
      return false;
    }
    TaskConfig config = task.config();
    return config != null && Boolean.TRUE.equals(config.persistState())
        || !agents.durable().isEmpty() && agents.durable().contains(agent);
  }

  /** Whether the database can keep such a promise. */
  public boolean isPossible() {
    return backend.durable();
  }

  /**
   * Takes a call that has been accepted and not begun into the database, unless its key is taken;
   * then the call is discarded.
   *
   * @return fails with {@link AsapException}: -32602 if the key stands for another request
   */
  public Future<Found> take(Optional<Key> key, LiveTask call) {
    Instant deadline = Instant.ofEpochMilli(call.deadlineMillis());
    TaskDeliveries told = call.deliveries();
    Optional<JsonObject> callback = told == null ? Optional.empty() : told.watch().callback();
    Hold hold = new Hold(new TaskWork(call.request(), deadline, 1, key, callback));
    call.hold(hold);
    String fingerprint = RequestFingerprint.of(call);
    return backend
        .tasks()
        .admit(call.record(), call.events(), fingerprint, node, settings.lease())
        .map(admission -> found(admission, fingerprint, call))
        .onFailure(health::failed)
        .recover(failure -> Future.failedFuture(told(failure)))
        .onComplete(
            found -> {
              if (!(found.result() instanceof Found.First)) {
                tasks.discard(call);
              }
            });
  }

  private Found found(Admission admission, String fingerprint, LiveTask call) {
    if (admission instanceof Admission.Taken taken) {
      hold(call, taken.lease());
      return new Found.First(call);
    }
    Claim claim = ((Admission.Known) admission).claim();
    if (!claim.fingerprint().equals(fingerprint)) {
      throw IdempotentCalls.differentRequest();
    }
    return tasks
        .find(claim.taskId())
        .<Found>map(Found.Running::new)
        .or(() -> claim.outcome().map(outcome -> new Found.Ended(claim.taskId(), outcome)))
        .orElseGet(() -> new Found.Away(claim.taskId()));
  }

  /** A call may have ended on its way into the database. */
  private void hold(LiveTask task, Lease lease) {
    requireNonNull(task.hold(), "hold").lease(lease);
    held.put(task.id(), task);
    if (task.isConcluded()) {
      commit(task);
    }
  }

  /** This node works on a task that another process has left. */
  void resumed(LiveTask task, Lease lease) {
    hold(task, lease);
  }

  @Override
  public void end(LiveTask task, Outcome outcome) {
    if (task.conclude(outcome) && held.containsKey(task.id())) {
      commit(task);
    }
  }

  private void commit(LiveTask task) {
    Hold hold = requireNonNull(task.hold(), "hold");
    Lease lease = hold.beginCommit();
    if (lease != null) {
      commit(task, hold, lease)
          .onSuccess(done -> ended(task))
          .onFailure(
              failure -> {
                hold.failCommit();
                notKept(task, failure);
              });
    }
  }

  private Future<Void> commit(LiveTask task, Hold hold, Lease lease) {
    try {
      return backend.tasks().commit(settling(task.conclusion(), hold).under(lease));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("task", task.id()).log("An end could not be written");
      task.concludeInstead(new Outcome.Refused(RpcError.internalError()));
      return backend.tasks().commit(settling(task.conclusion(), hold).under(lease));
    }
  }

  /** What can succeed later is worth another try. */
  private static TaskChange settling(TaskChange end, Hold hold) {
    Outcome outcome = end.task().outcome().orElseThrow();
    boolean again = outcome instanceof Outcome.Refused refused && refused.recoverable();
    return hold.work()
        .key()
        .map(key -> again ? end.releasing(key) : end.settling(key, outcome))
        .orElse(end);
  }

  private void ended(LiveTask task) {
    held.remove(task.id(), task);
    TaskDeliveries told = task.deliveries();
    if (told != null) {
      told.endKept();
    }
    task.reveal();
    tasks.ended(task);
  }

  /** The end is tried again by {@link #upkeep}; whoever waits for it should ask again then. */
  private void notKept(LiveTask task, Throwable failure) {
    health.failed(failure);
    LOG.atDebug()
        .addKeyValue("task", task.id())
        .addKeyValue("reason", failure.getMessage())
        .log("The end of a task could not be kept yet");
    if (isLost(failure)) {
      leave(task, takenOver(task.id()));
    } else {
      task.fail(told(failure));
    }
  }

  private static boolean isLost(Throwable failure) {
    return failure instanceof StateException state && state.reason() == Reason.LEASE_LOST;
  }

  private void leave(LiveTask task, AsapException why) {
    held.remove(task.id(), task);
    tasks.leave(task, why);
  }

  /** Tries again to keep the ends that could not be kept. */
  void retry() {
    held.values().stream().filter(LiveTask::isConcluded).forEach(this::commit);
  }

  /** Holds the leases of all tasks longer. */
  Future<Void> renew() {
    return renew(held.values(), settings.lease());
  }

  private Future<Void> renew(Collection<LiveTask> some, Duration length) {
    List<Lease> leases =
        some.stream()
            .filter(task -> !task.isConcluded())
            .map(task -> requireNonNull(task.hold(), "hold").lease())
            .toList();
    return leases.isEmpty()
        ? Future.succeededFuture()
        : LeaseBatches.renew(backend.tasks(), leases, length).map(this::renewed);
  }

  private Void renewed(LeaseBatches.Renewed all) {
    all.longer().forEach(this::renewed);
    all.lost().forEach(this::lost);
    return null;
  }

  private void renewed(Lease lease) {
    LiveTask task = held.get(lease.taskId());
    if (task != null && isUnder(task, lease)) {
      requireNonNull(task.hold(), "hold").lease(lease);
    }
  }

  /** A task that ended meanwhile has given its lease back, or will learn that it cannot. */
  private void lost(Lease lease) {
    LiveTask task = held.get(lease.taskId());
    if (task != null && isUnder(task, lease) && !task.isConcluded()) {
      LOG.atWarn().addKeyValue("task", task.id()).log("Somebody else has taken over a task");
      leave(task, takenOver(task.id()));
    }
  }

  private static boolean isUnder(LiveTask task, Lease lease) {
    Hold hold = task.hold();
    Lease current = hold == null ? null : hold.lease();
    return current != null && current.fence() == lease.fence();
  }

  @Override
  public void handOver(LiveTask task, AsapException why) {
    if (!task.isConcluded()) {
      handOver(List.of(task), why);
    }
  }

  @Override
  public void handOver(AsapException why) {
    handOver(held.values().stream().filter(task -> !task.isConcluded()).toList(), why);
  }

  private void handOver(List<LiveTask> open, AsapException why) {
    renew(open, Duration.ZERO)
        .onFailure(
            failure ->
                LOG.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("Durable tasks are taken over only when their leases lapse"));
    open.forEach(task -> leave(task, why));
  }

  /** How many tasks this node holds. */
  public int size() {
    return held.size();
  }

  /** A database that cannot now is the caller's to try again. */
  static AsapException told(Throwable failure) {
    if (failure instanceof AsapException expected) {
      return expected;
    }
    if (failure instanceof StateException state) {
      return new AsapException(state.error());
    }
    LOG.atError().setCause(failure).log("A durable task could not be kept");
    return new AsapException(RpcError.internalError());
  }

  /** The error of a task that goes on elsewhere, or will when somebody takes it over. */
  public static AsapException takenOver(String taskId) {
    return AsapException.of(
        ErrorCode.CONNECTION_ERROR,
        "Another process works on the task now; ask for it again",
        new JsonObject().put("url", "").put("cause", "taken over").put("task_id", taskId));
  }
}
