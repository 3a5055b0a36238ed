package dev.roost.agent;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.Skill;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.json.ValidationError;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final int MAX_QUOTED = 256;
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final AgentSpec agent;
  private final AgentHost host;
  private final JsonObject config;
  private final Executor context;
  private final Map<String, TaskContext> running = new HashMap<>();
  private final Map<String, SchemaCheck> inputChecks = new HashMap<>();
  private final Map<String, SchemaCheck> outputChecks = new HashMap<>();
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
    for (Skill skill : agent.manifest().capabilities().skills()) {
      compile(skill.inputSchema(), skill.id(), inputChecks);
      compile(skill.outputSchema(), skill.id(), outputChecks);
    }
  }

  private void compile(
      @Nullable JsonObject schema, String skillId, Map<String, SchemaCheck> checks) {
    if (schema != null) {
      checks.put(skillId, host.compile(schema));
    }
  }

  /** How many tasks are running; any thread may ask. */
  int running() {
    return runningCount;
  }

  /** Takes one assignment. */
  void receive(Message<Assignment> message) {
    try {
      Assignment assignment = message.body();
      if (assignment.envelope().payload() instanceof TaskRequest request) {
        run(message, assignment, request);
      } else {
        refuse(message, unhandled(assignment.envelope()));
      }
    } catch (AsapException e) {
      refuse(message, e.error());
    } catch (Throwable t) {
      fail(message, t);
    }
  }

  private void run(Message<Assignment> message, Assignment assignment, TaskRequest request)
      throws Exception {
    SkillHandler handler =
        agent.handler(request.skillId()).orElseThrow(() -> unknownSkill(request.skillId()));
    Optional<JsonArray> faults = faults(inputChecks, request.skillId(), request.input());
    if (faults.isPresent()) {
      throw new AsapException(
          RpcError.invalidParams("Input does not fit the skill's schema", faults.get()));
    }
    if (running.size() >= agent.maxInFlight()) {
      abandonLate();
    }
    if (running.size() >= agent.maxInFlight()) {
      throw AsapException.overload(agent.maxInFlight());
    }
    begin(assignment, request, handler)
        .onComplete(
            done ->
                context.execute(
                    () -> answer(message, assignment, request, done.result(), done.cause())));
  }

  private Future<JsonObject> begin(Assignment assignment, TaskRequest request, SkillHandler handler)
      throws Exception {
    TaskContext task = new TaskContext(assignment, request, agent.urn(), host, config);
    running.put(assignment.taskId(), task);
    runningCount = running.size();
    try {
      return requireNonNull(handler.handle(task), "the handler returned null, not a Future");
    } catch (Throwable t) {
      ended(assignment.taskId());
      throw t;
    }
  }

  private void ended(String taskId) {
    running.remove(taskId);
    runningCount = running.size();
  }

  private void answer(
      Message<Assignment> message,
      Assignment assignment,
      TaskRequest request,
      @Nullable JsonObject result,
      @Nullable Throwable cause) {
    ended(assignment.taskId());
    try {
      if (cause instanceof AsapException expected) {
        refuse(message, expected.error());
      } else if (cause != null) {
        fail(message, cause);
      } else {
        complete(message, assignment, request, result);
      }
    } catch (Throwable t) {
      fail(message, t);
    }
  }

  private void complete(
      Message<Assignment> message,
      Assignment assignment,
      TaskRequest request,
      @Nullable JsonObject result) {
    JsonObject output = result == null ? new JsonObject() : result;
    Optional<JsonArray> faults = faults(outputChecks, request.skillId(), output);
    if (faults.isPresent()) {
      fail(
          message,
          new IllegalStateException(
              "the result does not fit the output schema: " + faults.get().encode()));
    } else {
      TaskResponse response = TaskResponse.completed(assignment.taskId(), output);
      message.reply(assignment.envelope().reply(agent.urn(), response));
    }
  }

  /** A task past its deadline is told so and no longer counted: nobody waits for its answer. */
  void abandonLate() {
    running
        .values()
        .removeIf(
            task -> {
              boolean late = task.isCancelled();
              if (late) {
                task.cancel();
              }
              return late;
            });
    runningCount = running.size();
  }

  /** Tells every running task that nobody waits for it. */
  void cancelAll() {
    running.values().forEach(TaskContext::cancel);
  }

  private static Optional<JsonArray> faults(
      Map<String, SchemaCheck> checks, String skillId, JsonObject value) {
    List<ValidationError> faults = checks.getOrDefault(skillId, SchemaCheck.NONE).check(value);
    return faults.isEmpty() ? Optional.empty() : Optional.of(ValidationError.toJson(faults));
  }

  private AsapException unknownSkill(String skillId) {
    JsonArray known = new JsonArray();
    agent.manifest().capabilities().skills().forEach(skill -> known.add(skill.id()));
    return AsapException.of(
        ErrorCode.HANDLER_NOT_FOUND,
        agent.urn() + " has no skill '" + bounded(skillId) + "'",
        new JsonObject().put("skill_id", bounded(skillId)).put("known_skills", known));
  }

  private static RpcError unhandled(Envelope envelope) {
    String type = bounded(envelope.payloadType());
    return RpcError.of(
        ErrorCode.HANDLER_NOT_FOUND,
        "No handler registered for payload type: " + type,
        new JsonObject().put("payload_type", type));
  }

  /** An error names what was asked for, but does not carry megabytes of it back. */
  private static String bounded(String asked) {
    return asked.length() <= MAX_QUOTED ? asked : asked.substring(0, MAX_QUOTED) + "...";
  }

  private void fail(Message<Assignment> message, Throwable cause) {
    LOG.atError()
        .setCause(cause)
        .addKeyValue("plugin", host.pluginId())
        .addKeyValue("agent", agent.urn())
        .addKeyValue("task", message.body().taskId())
        .log("A skill failed");
    refuse(message, RpcError.internalError());
  }

  private static void refuse(Message<Assignment> message, RpcError error) {
    message.fail(error.code(), text(error));
  }

  /** An agent can put into its error what no JSON can hold. */
  private static String text(RpcError error) {
    try {
      return error.toJson().encode();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atError().setCause(e).log("An error of an agent cannot be written as JSON");
      return RpcError.internalError().toJson().encode();
    }
  }
}
