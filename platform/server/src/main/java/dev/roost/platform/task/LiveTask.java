package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Assignment;
import dev.roost.agent.TaskHandle;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Payload;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.OutboxStore;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A call of an agent while it lives: from its acceptance to its end. A task request's is a task
 * that others may see; the call of another payload is the same, seen by nobody. Any thread may call
 * it; {@link LiveTasks} ends it.
 */
public final class LiveTask implements EventSource, ParentTask {
  private static final long NEVER = Long.MAX_VALUE;

  private final TaskIdentity identity;
  private final @Nullable ParentTask parent;
  private final TaskCourse course;
  private final Waiters waiters = new Waiters();
  private final Followers followers = new Followers();
  private volatile @Nullable TaskHandle handle;
  private volatile long cutOffMillis = NEVER;
  private volatile boolean begun;
  private volatile boolean told;
  private volatile boolean repeatable;
  private @Nullable List<LiveTask> children;
  private volatile @Nullable Consumer<Outcome> onEnd;
  private volatile @Nullable Hold hold;
  private volatile @Nullable AsapException gone;
  private volatile @Nullable TaskDeliveries deliveries;

  LiveTask(
      String id,
      Envelope request,
      AgentUrn agent,
      String owner,
      @Nullable ParentTask parent,
      int depth,
      long deadlineMillis,
      LogBudget budget) {
    this.parent = parent;
    this.course = new TaskCourse(id, budget);
    this.identity =
        new TaskIdentity(id, request, agent, owner, depth, course.updatedAt(), deadlineMillis);
  }

  /** A durable task that another process has left. */
  LiveTask(TaskRecord left, TaskWork work, TaskCourse course) {
    this.identity = TaskIdentity.of(left, work);
    this.parent = null;
    this.course = course;
    this.hold = new Hold(work);
    this.told = true;
  }

  /** The id that the server gave it. */
  public String id() {
    return identity.id();
  }

  /** What was asked for. */
  public Envelope request() {
    return identity.request();
  }

  /** Who runs it. */
  public AgentUrn agent() {
    return identity.agent();
  }

  /** Who may see it: the subject of the principal that asked. */
  @Override
  public String owner() {
    return identity.owner();
  }

  /** The task that asked for this one. */
  @Nullable ParentTask parent() {
    return parent;
  }

  @Override
  public synchronized void addChild(LiveTask child) {
    children = children == null ? new ArrayList<>(1) : children;
    children.add(child);
  }

  @Override
  public synchronized void removeChild(LiveTask child) {
    if (children != null) {
      children.remove(child);
    }
  }

  /** The tasks below this one that live. */
  synchronized List<LiveTask> children() {
    return children == null ? List.of() : List.copyOf(children);
  }

  /** How many tasks stand above it. */
  @Override
  public int depth() {
    return identity.depth();
  }

  /** Where it is. */
  public TaskStatus status() {
    return course.status();
  }

  /** How many steps of the state machine it has taken. */
  int steps() {
    return course.steps();
  }

  /** Whether it is a task that others may see. */
  public boolean isTask() {
    return identity.isTask();
  }

  /** When it was accepted. */
  public Instant acceptedAt() {
    return identity.acceptedAt();
  }

  /** How it ended; empty while it lives. */
  public Optional<Outcome> outcome() {
    return course.outcome();
  }

  /** How long it could take, in milliseconds. */
  public long limitMillis() {
    return identity.limitMillis();
  }

  /** Whether its time is over. */
  public boolean isLate() {
    return identity.isLate();
  }

  /** When its answer is no longer wanted, in milliseconds since the epoch. */
  long deadlineMillis() {
    return identity.deadlineMillis();
  }

  /** What goes to the agent. */
  public Assignment assignment() {
    return identity.assignment(attempt());
  }

  /** Which run of it this is: 1 for the first. */
  public int attempt() {
    Hold held = hold;
    return held == null ? 1 : held.work().attempt();
  }

  /** What it has in the database; null if it ends with its process. */
  @Nullable Hold hold() {
    return hold;
  }

  /** From now on it is to outlive its process. */
  void hold(Hold held) {
    hold = held;
  }

  /**
   * Completes when the task is in a certain state; nobody is blocked meanwhile.
   *
   * @param until the states that are waited for
   * @param atMillis when to go on all the same, in milliseconds since the epoch
   */
  public Future<Void> whenIn(Predicate<TaskStatus> until, long atMillis) {
    Future<Void> waited = waiters.add(until, atMillis);
    waiters.release(course.status(), System.currentTimeMillis());
    AsapException left = gone;
    if (left != null) {
      waiters.fail(left);
    }
    return waited;
  }

  /** From now on somebody is told of it. */
  void watch(TaskWatch watch, OutboxStore outbox) {
    deliveries = new TaskDeliveries(watch, outbox, course.lastSequence());
  }

  /** Who is told of it; null if nobody. */
  @Nullable TaskDeliveries deliveries() {
    return deliveries;
  }

  /** Those who wait for it now cannot be answered. */
  void fail(AsapException why) {
    waiters.fail(why);
  }

  /** It does not go on here, though it has not ended: who wants to know more must ask again. */
  void leave(AsapException why) {
    gone = why;
    TaskHandle reachable = handle;
    handle = null;
    if (reachable != null) {
      reachable.cancel();
    }
    waiters.fail(why);
    followers.changed(this);
  }

  /**
   * What the task can answer now: how it ended, or where it is.
   *
   * @param question asks for it: the request, the same once more, or a message to the task
   * @throws AsapException if it ended with an error
   */
  public Envelope answerTo(Envelope question) {
    if (course.outcome().isPresent()) {
      return course.outcome().get().answerTo(question);
    }
    told = true;
    JsonObject asked =
        course
            .question()
            .map(payload -> ((TaskUpdate) payload).inputRequest())
            .map(input -> new JsonObject().put("input_request", input))
            .orElse(null);
    return question.reply(agent(), new TaskResponse(id(), status(), asked, null, null));
  }

  /** The agent has taken it. */
  void begun(TaskHandle reachable) {
    handle = requireNonNull(reachable, "reachable");
    try {
      course.begin();
    } catch (AsapException e) {
      handle = null;
      reachable.cancel(); // it was cancelled on its way
      return;
    }
    begun = true;
    if (cutOffMillis != NEVER) {
      reachable.cancel();
    }
    changed();
  }

  /**
   * The agent tells something.
   *
   * @return completes when it may tell more
   */
  Future<Void> tell(Payload news) {
    try {
      course.tell(news);
    } catch (AsapException e) {
      return Future.failedFuture(e);
    }
    changed();
    return news instanceof TaskStream ? followers.room(this) : Future.succeededFuture();
  }

  /** Some of what the agent told is lost. */
  void lose() {
    course.lose();
  }

  /** It is to be run once more if its agent's node goes: it has a key, so nobody sends it twice. */
  void repeatable() {
    repeatable = true;
  }

  /**
   * Begins anew, since its agent's node is gone.
   *
   * @return whether it may: once, unless the caller has been told some of the result, or wants it
   *     no more
   */
  boolean restart() {
    if (!repeatable || cutOffMillis != NEVER || !course.restart()) {
      return false;
    }
    repeatable = false;
    handle = null;
    changed();
    return true;
  }

  /**
   * Gives the task the input that it waits for.
   *
   * @throws AsapException -32000 if it does not wait
   */
  public void deliver(Envelope message) {
    course.resume((MessageSend) message.payload());
    TaskHandle reachable = handle;
    if (reachable != null) {
      reachable.deliver(message);
    }
    changed();
  }

  /**
   * Appends an artifact that the caller tells of.
   *
   * @throws AsapException -32030 if the task has ended
   */
  public void note(ArtifactNotify artifact) {
    course.artifact(artifact);
    changed();
  }

  /**
   * Asks the agent to stop, and sets when it is cut off; asking again changes nothing.
   *
   * @return whether there is an agent that could hear it
   * @throws AsapException -32030 if the task has ended
   */
  boolean cancel(long cutOff) {
    if (course.status().isTerminal()) {
      throw TaskViews.alreadyEnded(id(), course.status());
    }
    cutOffMillis = Math.min(cutOffMillis, cutOff);
    TaskHandle reachable = handle;
    if (reachable != null) {
      reachable.cancel();
    }
    return reachable != null;
  }

  /** The answer of a task that was cancelled. */
  Outcome cancelled() {
    return identity.cancelled();
  }

  /** Somebody has its id, and may come back. */
  public void nowKnown() {
    told = true;
  }

  /** Whether somebody knew of it before its end, and may come back. */
  boolean wasTold() {
    return told || cutOffMillis != NEVER;
  }

  /** Whether the agent has taken it. */
  public boolean hasBegun() {
    return begun;
  }

  /** Who is told how it ended, once. */
  void onEnd(Consumer<Outcome> listener) {
    onEnd = listener;
  }

  /** Lets those go on whose time has come; says whether the task must be cut off. */
  boolean sweep(long nowMillis) {
    waiters.release(course.status(), nowMillis);
    return nowMillis >= cutOffMillis;
  }

  /** Ends it; the first end counts. */
  boolean end(Outcome outcome) {
    Outcome how = asAskedFor(outcome);
    if (!conclude(how)) {
      return false;
    }
    course.reveal();
    Consumer<Outcome> listener = onEnd;
    if (listener != null) {
      listener.accept(how);
    }
    return true;
  }

  /** An error after a cancellation is the end that was asked for. */
  private Outcome asAskedFor(Outcome outcome) {
    return outcome instanceof Outcome.Refused && cutOffMillis != NEVER ? cancelled() : outcome;
  }

  /** Decides how it ends, before anybody may know; the first end counts. */
  boolean conclude(Outcome outcome) {
    Outcome how = asAskedFor(outcome);
    TaskResponse response = LastWord.of(id(), how);
    TaskStatus last = response.status().isTerminal() ? response.status() : TaskStatus.COMPLETED;
    if (!course.conclude(last, how, response)) {
      return false;
    }
    handle = null; // it holds the agent, and with it the class loader of its plugin
    return true;
  }

  /** Whether it has been decided how it ends. */
  boolean isConcluded() {
    return course.isConcluded();
  }

  /** Ends it with an error, since the end that was decided on cannot be kept. */
  void concludeInstead(Outcome.Refused how) {
    course.concludeInstead(how, LastWord.of(id(), how));
    TaskDeliveries told = deliveries;
    if (told != null) {
      told.endsInstead();
    }
  }

  /** The step that ends it, as the database is to keep it. */
  TaskChange conclusion() {
    TaskCourse.Concluded end = course.concluded();
    Task task = identity.task(end.last(), course.progress(), end.at());
    TaskChange change =
        TaskChange.of(
            identity.record(task, end.lastSequence(), Optional.of(end.how()), Optional.empty()),
            end.events());
    TaskDeliveries told = deliveries;
    return told == null ? change : change.delivering(told.withEnd(this, end.events()));
  }

  /** Everybody may know how it ended. */
  void reveal() {
    course.reveal();
  }

  /** Tells those who wait or follow that it has ended. */
  void tellEnd() {
    changed();
  }

  private void changed() {
    waiters.release(course.status(), 0);
    followers.changed(this);
    TaskDeliveries watched = deliveries;
    if (watched != null) {
      watched.changed(this);
    }
  }

  /** Follows the task event by event. */
  public EnvelopeStream follow(Context context, long after) {
    told = true;
    return followers.add(new TaskFollowing(context, this, views().log(), after, null));
  }

  /**
   * Follows the task's result in chunks, from behind a sequence. The reader holds the agent back.
   */
  EnvelopeStream stream(Context context, long after, Runnable onLeft) {
    EventViews views = views();
    TaskFollowing reader =
        new TaskFollowing(
            context,
            this,
            views.chunks(course.streamedUpTo(after)),
            after,
            () -> views.loss(course.lastSequence()));
    return followers.addReceiver(reader, onLeft);
  }

  private EventViews views() {
    return identity.views();
  }

  @Override
  public @Nullable TaskEvent next(long after) {
    return course.next(after);
  }

  @Override
  public boolean ended() {
    return gone != null || course.status().isTerminal();
  }

  @Override
  public long lostUpTo() {
    return course.lostUpTo();
  }

  @Override
  public void advanced(TaskFollowing reader) {
    followers.advanced(this);
  }

  @Override
  public void left(TaskFollowing reader) {
    followers.left(this, reader);
  }

  /** How much a reader has yet to read. */
  int bytesAfter(long cursor) {
    return course.bytesAfter(cursor);
  }

  List<TaskEvent> events() {
    return course.events();
  }

  /** The task as it is now. */
  public TaskRecord record() {
    Hold held = hold;
    Optional<Outcome> outcome = course.outcome();
    return identity.record(
        identity.task(course.status(), course.progress(), course.updatedAt()),
        course.lastSequence(),
        outcome,
        held == null || outcome.isPresent() ? Optional.empty() : Optional.of(held.work()));
  }

  /** For the management API. */
  public JsonObject toJson() {
    return identity.toJson(status(), course.progress());
  }
}
