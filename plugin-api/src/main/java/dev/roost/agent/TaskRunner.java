package dev.roost.agent;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.McpResourceFetch;
import dev.roost.protocol.McpToolCall;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one agent instance: finds the skill, checks its input, answers what the skill
 * answers. Every assignment gets exactly one answer or failure, whatever the skill does. Used on
 * the agent's own context only.
 */
final class TaskRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final AgentSpec agent;
  private final AgentHost host;
  private final JsonObject config;
  private final Executor context;
  private final Map<String, TaskContext> running = new HashMap<>();
  private final SkillChecks checks;
  private int handling;
  private volatile int runningCount;

  /**
   * @param config the agent's own
   * @param context runs a step on the agent's context, at once if it is the current one
   * @throws IllegalArgumentException if a schema of the agent is not valid
   */
  TaskRunner(AgentSpec agent, AgentHost host, JsonObject config, Executor context) {
    this.agent = agent;
    this.host = host;
    this.config = config;
    this.context = context;
    this.checks = new SkillChecks(agent.manifest(), host);
  }

  /** How many tasks are running; any thread may ask. */
  int running() {
    return runningCount;
  }

  /** Takes one assignment. */
  void receive(Message<Assignment> message) {
    try {
      Payload payload = message.body().envelope().payload();
      if (payload instanceof TaskRequest request) {
        run(message, request, SkillAnswer.OF_TASK);
      } else {
        handle(message, payload);
      }
    } catch (AsapException e) {
      refuse(message, e.error());
    } catch (Throwable t) {
      fail(message, t);
    }
  }

  private <P extends Payload> void handle(Message<Assignment> message, P payload) throws Exception {
    @SuppressWarnings("unchecked") // the class of an object is the class of its type
    Optional<PayloadHandler<P>> handler = agent.payloadHandler((Class<P>) payload.getClass());
    if (handler.isPresent()) {
      handle(message, payload, handler.get());
    } else if (payload instanceof McpToolCall call) {
      TaskRequest request =
          new TaskRequest(call.requestId(), null, call.toolName(), call.arguments(), null);
      run(message, request, SkillAnswer.of(call));
    } else if (payload instanceof McpResourceFetch fetch) {
      reply(message, OwnResources.fetch(agent.manifest(), fetch));
    } else {
      throw Refusals.unhandled(message.body().envelope());
    }
  }

  private <P extends Payload> void handle(
      Message<Assignment> message, P payload, PayloadHandler<P> handler) throws Exception {
    makeRoom();
    Envelope envelope = message.body().envelope();
    Future<? extends Payload> answer =
        requireNonNull(
            handler.handle(payload, envelope), "the handler returned null, not a Future");
    handling++;
    answer.onComplete(
        done ->
            context.execute(
                () -> {
                  handling--;
                  answer(message, SkillAnswer.OF_TASK, done.result(), done.cause());
                }));
  }

  private void run(Message<Assignment> message, TaskRequest request, SkillAnswer way)
      throws Exception {
    if (message.body().attempt() > 1 && !agent.isRestartable()) {
      throw Refusals.interrupted(agent.urn(), message.body().taskId());
    }
    String skillId = request.skillId();
    SkillHandler handler =
        agent.handler(skillId).orElseThrow(() -> Refusals.unknownSkill(agent.manifest(), skillId));
    Optional<JsonArray> faults = checks.input(skillId, request.input());
    if (faults.isPresent()) {
      throw new AsapException(
          RpcError.invalidParams("Input does not fit the skill's schema", faults.get()));
    }
    makeRoom();
    begin(message.body(), request, handler)
        .onComplete(
            done ->
                context.execute(
                    () -> {
                      Throwable cause = isCancelled(message) ? asAsked(done.cause()) : done.cause();
                      ended(message.body().taskId());
                      answer(message, request, way, done.result(), cause);
                    }));
  }

  private void makeRoom() {
    if (running.size() + handling >= agent.maxInFlight()) {
      abandonLate();
    }
    if (running.size() + handling >= agent.maxInFlight()) {
      throw AsapException.overload(agent.maxInFlight());
    }
  }

  private Future<JsonObject> begin(Assignment assignment, TaskRequest request, SkillHandler handler)
      throws Exception {
    TaskContext task = new TaskContext(assignment, request, agent.urn(), host, config, context);
    running.put(assignment.taskId(), task);
    runningCount = running.size();
    host.begun(assignment.taskId(), task.handle());
    try {
      return requireNonNull(handler.handle(task), "the handler returned null, not a Future");
    } catch (Throwable t) {
      ended(assignment.taskId());
      throw t;
    }
  }

  private boolean isCancelled(Message<Assignment> message) {
    TaskContext task = running.get(message.body().taskId());
    return task != null && task.isCancelled();
  }

  /** That a task which nobody waits for fails is what it was asked to, and nobody's fault. */
  private static @Nullable Throwable asAsked(@Nullable Throwable cause) {
    return cause == null || cause instanceof AsapException
        ? cause
        : (CancellationException) new CancellationException().initCause(cause);
  }

  private void ended(String taskId) {
    running.remove(taskId);
    runningCount = running.size();
  }

  private void answer(
      Message<Assignment> message,
      TaskRequest request,
      SkillAnswer way,
      @Nullable JsonObject result,
      @Nullable Throwable cause) {
    JsonObject output = result == null ? new JsonObject() : result;
    Optional<JsonArray> faults =
        cause == null ? checks.output(request.skillId(), output) : Optional.empty();
    if (faults.isPresent()) {
      String misfit = "the result does not fit the output schema: " + faults.get().encode();
      answer(message, way, null, new IllegalStateException(misfit));
    } else {
      answer(message, way, way.completed(message.body().taskId(), output), cause);
    }
  }

  private void answer(
      Message<Assignment> message,
      SkillAnswer way,
      @Nullable Payload answer,
      @Nullable Throwable cause) {
    try {
      if (cause instanceof AsapException expected) {
        refuse(message, way, expected.error());
      } else if (cause != null) {
        if (cause instanceof CancellationException) {
          LOG.atDebug().setCause(cause).log("A cancelled skill has ended");
        } else {
          log(message, cause);
        }
        refuse(message, way, RpcError.internalError());
      } else {
        reply(message, requireNonNull(answer, "the handler answered null"));
      }
    } catch (Throwable t) {
      fail(message, t);
    }
  }

  /** A task past its deadline is told so and no longer counted: nobody waits for its answer. */
  void abandonLate() {
    List<TaskContext> late = running.values().stream().filter(TaskContext::isCancelled).toList();
    running.values().removeAll(late);
    runningCount = running.size();
    late.forEach(TaskContext::cancel);
  }

  /** Tells every running task that nobody waits for it. What it is told may end it at once. */
  void cancelAll() {
    List.copyOf(running.values()).forEach(TaskContext::cancel);
  }

  private void fail(Message<Assignment> message, Throwable cause) {
    log(message, cause);
    refuse(message, RpcError.internalError());
  }

  private void log(Message<Assignment> message, Throwable cause) {
    LOG.atError()
        .setCause(cause)
        .addKeyValue("plugin", host.pluginId())
        .addKeyValue("agent", agent.urn())
        .addKeyValue("task", message.body().taskId())
        .log("A skill failed");
  }

  private void reply(Message<Assignment> message, Payload answer) {
    message.reply(message.body().envelope().reply(agent.urn(), answer));
  }

  private void refuse(Message<Assignment> message, SkillAnswer way, RpcError error) {
    Optional<Payload> answer = way.failed(error);
    if (answer.isPresent()) {
      reply(message, answer.get());
    } else {
      refuse(message, error);
    }
  }

  private static void refuse(Message<Assignment> message, RpcError error) {
    message.fail(error.code(), Refusals.text(error));
  }
}
