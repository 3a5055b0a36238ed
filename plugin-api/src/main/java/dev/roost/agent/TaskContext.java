package dev.roost.agent;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One task while it runs: its input, and what the platform offers to its skill. */
public final class TaskContext {
  private final Assignment assignment;
  private final TaskRequest request;
  private final AgentUrn self;
  private final AgentHost host;
  private final JsonObject config;
  private final Executor context;
  private final Promise<Void> cancellation = Promise.promise();
  private @Nullable Promise<Envelope> input;

  TaskContext(
      Assignment assignment,
      TaskRequest request,
      AgentUrn self,
      AgentHost host,
      JsonObject config,
      Executor context) {
    this.assignment = assignment;
    this.request = request;
    this.self = self;
    this.host = host;
    this.config = config;
    this.context = context;
  }

  /** The id that the server gave the task. */
  public String taskId() {
    return assignment.taskId();
  }

  /** The skill that was asked for. */
  public String skillId() {
    return request.skillId();
  }

  /** The skill's input, already checked against its schema. Read-only; copy before changing it. */
  public JsonObject input() {
    return request.input();
  }

  /** The request as it came, with everything that the other methods leave out. */
  public Envelope envelope() {
    return assignment.envelope();
  }

  /** Who asked. */
  public AgentUrn sender() {
    return assignment.envelope().sender();
  }

  /** The conversation that the task belongs to. */
  public String conversationId() {
    return request.conversationId();
  }

  /**
   * 1 for the first run; more when the task was interrupted by the end of its process and is run
   * again. What the runs before have saved is in {@link #state()}.
   */
  public int attempt() {
    return assignment.attempt();
  }

  /** The agent's own configuration; empty by default. Read-only. */
  public JsonObject config() {
    return config;
  }

  /** When the answer is no longer wanted. */
  public Instant deadline() {
    return Instant.ofEpochMilli(assignment.deadlineMillis());
  }

  /** How long the task may still run; negative after the deadline. */
  public Duration remaining() {
    return Duration.between(Instant.now(), deadline());
  }

  /** Says whether nobody waits for the answer any more: cancelled, or past the deadline. */
  public boolean isCancelled() {
    return cancellation.future().isComplete()
        || System.currentTimeMillis() > assignment.deadlineMillis();
  }

  /** Completes when the task is cancelled or its deadline passes; never when it ends by itself. */
  public Future<Void> cancellation() {
    return cancellation.future();
  }

  /**
   * Tells how far the task is.
   *
   * @param percent 0 to 100
   * @param message for people
   * @throws IllegalArgumentException if {@code percent} is out of range
   */
  public void progress(double percent, String message) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be from 0 to 100, not " + percent);
    }
    JsonObject progress =
        new JsonObject().put("percent", percent).put("message", requireNonNull(message, "message"));
    host.tell(
        taskId(),
        new TaskUpdate(taskId(), UpdateType.PROGRESS, TaskStatus.WORKING, progress, null));
  }

  /** Whether the caller asked for the result in chunks, by {@code config.streaming}. */
  public boolean wantsStream() {
    TaskConfig asked = request.config();
    return asked != null && Boolean.TRUE.equals(asked.streaming());
  }

  /**
   * Streams a chunk of the result to whoever follows the task, and into its log. Any skill may
   * stream; what its future ends with is the result all the same.
   *
   * @param chunk a piece of text
   * @return completes when the next chunk is wanted: at once, unless the caller reads more slowly
   *     than this skill writes. A skill that does not wait for it fills the log, and the oldest
   *     chunks are lost. Fails with {@link AsapException} if the task has ended
   */
  public Future<Void> stream(String chunk) {
    return tell(new TaskStream(chunk, null, false, TaskStatus.WORKING));
  }

  /**
   * The same, with how far the task is.
   *
   * @param progress 0 to 1
   * @throws IllegalArgumentException if {@code progress} is out of range
   */
  public Future<Void> stream(String chunk, double progress) {
    if (!(progress >= 0 && progress <= 1)) {
      throw new IllegalArgumentException("progress must be from 0 to 1, not " + progress);
    }
    return tell(new TaskStream(chunk, progress, false, TaskStatus.WORKING));
  }

  /**
   * Streams chunks one after the other, each when it is wanted. Use it rather than a chain of
   * thousands of {@code compose}: when the last of these completes, all complete on one stack.
   *
   * @param chunks asked for the next chunk only when it is wanted; called on the agent's context
   * @return completes behind the last chunk; fails as {@link #stream(String)}, or with what {@code
   *     chunks} throws
   */
  public Future<Void> streamAll(Iterator<String> chunks) {
    Promise<Void> all = Promise.promise();
    streamOn(chunks, all);
    return all.future();
  }

  private void streamOn(Iterator<String> chunks, Promise<Void> all) {
    try {
      while (chunks.hasNext()) {
        Future<Void> wanted = stream(chunks.next());
        if (!wanted.succeeded()) {
          wanted.onSuccess(next -> streamOn(chunks, all)).onFailure(all::fail);
          return;
        }
      }
      all.complete();
    } catch (RuntimeException e) {
      all.fail(e);
    }
  }

  /**
   * Tells that an artifact of the task can be fetched.
   *
   * @param artifactId what it is asked for by
   * @param name for people
   * @return as for {@link #stream(String)}
   */
  public Future<Void> artifact(String artifactId, String name) {
    return tell(new ArtifactNotify(artifactId, taskId(), name));
  }

  /**
   * Asks the caller for something and waits. Meanwhile the task is in the state {@code
   * input_required}, and whoever waited for its answer has been told so.
   *
   * @param inputRequest what is asked for; free
   * @return the caller's answer, an envelope that carries a {@link dev.roost.protocol.MessageSend};
   *     fails with {@link CancellationException} when the task is cancelled, and with {@link
   *     AsapException} if the task has ended
   * @throws IllegalStateException if it waits already
   */
  public Future<Envelope> requireInput(JsonObject inputRequest) {
    if (input != null) {
      throw new IllegalStateException("the task waits for input already");
    }
    Promise<Envelope> promise = Promise.promise();
    input = promise;
    TaskUpdate asking =
        new TaskUpdate(
            taskId(), UpdateType.INPUT_REQUIRED, TaskStatus.INPUT_REQUIRED, null, inputRequest);
    tell(asking).onFailure(promise::tryFail);
    return promise.future();
  }

  /** The versions of the task's state. */
  public TaskState state() {
    return new TaskState(taskId(), host);
  }

  private Future<Void> tell(Payload news) {
    return here(host.tell(taskId(), news));
  }

  /** The outcome on the agent's own context. */
  private <T> Future<T> here(Future<T> anywhere) {
    if (anywhere.isComplete()) {
      return anywhere;
    }
    Promise<T> promise = Promise.promise();
    anywhere.onComplete(done -> context.execute(() -> promise.handle(done)));
    return promise.future();
  }

  /**
   * Asks another agent to run a skill, within this task's deadline, conversation and trace. The
   * request is a task of its own, below this one; tasks may stand at most {@value Task#MAX_DEPTH}
   * deep.
   *
   * @param agent who is asked
   * @param skillId what it is asked to do
   * @param input what it is to do it with
   * @return its result; fails with {@link AsapException} if there is no such agent or skill, if the
   *     agent answers with an error, or if its task does not end as completed
   */
  public Future<JsonObject> call(AgentUrn agent, String skillId, JsonObject input) {
    return ask(agent, skillId, input).result();
  }

  /**
   * The same, for a task that may not be needed to its end: one of several that do the same, or one
   * that takes too long. When this task is cancelled, so are those that it asked for.
   *
   * @param agent who is asked
   * @param skillId what it is asked to do
   * @param input what it is to do it with
   * @return the task, which has begun
   */
  public AskedTask ask(AgentUrn agent, String skillId, JsonObject input) {
    TaskRequest child = new TaskRequest(conversationId(), taskId(), skillId, input, null);
    Envelope envelope = Envelope.of(self, agent, child).withTraceId(envelope().traceId());
    return AskedTask.begin(host, envelope, assignment.deadlineMillis());
  }

  /**
   * Finds the agents that have a skill: those of this platform, and those elsewhere that its
   * configuration names. An agent elsewhere that does not say within a short time what it can do is
   * left out.
   *
   * @param skillId the skill, as their manifests name it
   * @return without this agent; in an order that stays
   */
  public Future<List<AgentUrn>> findAgents(String skillId) {
    return here(host.findAgents(self, requireNonNull(skillId, "skillId")));
  }

  /** How the platform reaches this task. */
  TaskHandle handle() {
    return new TaskHandle() {
      @Override
      public void cancel() {
        context.execute(TaskContext.this::cancel);
      }

      @Override
      public void deliver(Envelope message) {
        context.execute(() -> receive(message));
      }
    };
  }

  void cancel() {
    if (cancellation.tryComplete() && input != null) {
      input.tryFail(new CancellationException("the task was cancelled"));
    }
  }

  private void receive(Envelope message) {
    Promise<Envelope> waiting = input;
    input = null;
    if (waiting != null) {
      waiting.tryComplete(message);
    }
  }
}
