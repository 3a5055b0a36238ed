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
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent. Subclass it, describe the agent in {@link #agent()}, and name the class in the plugin's
 * descriptor. The platform creates the instance (so it needs a public constructor without
 * parameters), deploys it and makes it reachable over every binding.
 *
 * <p>Everything in one instance runs on one context: fields need no locks. With more than one
 * instance each has its own fields.
 */
public abstract class AgentVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AgentVerticle.class);
  private static final long SWEEP_MILLIS = 500;
  private static final AtomicLong INSTANCES = new AtomicLong();

  private final Map<String, TaskContext> running = new HashMap<>();
  private final Map<String, SchemaCheck> inputChecks = new HashMap<>();
  private final Map<String, SchemaCheck> outputChecks = new HashMap<>();
  private final List<MessageConsumer<Assignment>> consumers = new ArrayList<>();
  private @Nullable AgentHost host;
  private volatile @Nullable Thread home;
  private @Nullable AgentSpec spec;
  private volatile int runningCount;
  private String instanceAddress = "";
  private JsonObject agentConfig = new JsonObject();

  /** For subclasses. */
  protected AgentVerticle() {}

  /**
   * Describes the agent. Called once per instance, on its context, before {@link #open()}.
   *
   * @return the manifest and the handlers of the skills
   */
  protected abstract AgentSpec agent();

  /**
   * Prepares what the skills need, such as a client. Requests arrive only after it has completed.
   * Does nothing by default.
   */
  protected Future<?> open() {
    return Future.succeededFuture();
  }

  /**
   * Releases what {@link #open()} prepared. No request is running any more. Does nothing by
   * default.
   */
  protected Future<?> close() {
    return Future.succeededFuture();
  }

  /**
   * The agent's own configuration ({@code plugin.agents.<urn>.config}), from {@link #open()} on.
   */
  protected final JsonObject agentConfig() {
    return agentConfig;
  }

  /** Connects the instance to the platform. Called by the platform before deployment. */
  public final void attach(AgentHost platform) {
    this.host = requireNonNull(platform, "platform");
  }

  @Override
  public final Future<?> start() {
    AgentHost platform = host();
    AgentSpec agent = requireNonNull(agent(), "agent() returned null");
    spec = agent;
    compileSchemas(platform, agent);
    agentConfig = platform.config(agent.urn());
    instanceAddress =
        Addresses.agentInstance(
            agent.urn(), platform.generation(), Long.toString(INSTANCES.incrementAndGet()));
    vertx.setPeriodic(SWEEP_MILLIS, tick -> abandonLate());
    home = Thread.currentThread();
    return here(requireNonNull(open(), "open() returned null"))
        .compose(opened -> listen(agent, platform))
        .compose(
            listening -> platform.publish(agent.manifest(), instanceAddress, () -> runningCount));
  }

  @Override
  public final Future<?> stop() {
    AgentSpec agent = spec;
    if (agent == null) {
      return Future.succeededFuture();
    }
    running.values().forEach(TaskContext::cancel);
    return host()
        .withdraw(agent.manifest(), instanceAddress)
        .eventually(() -> Future.join(consumers.stream().map(MessageConsumer::unregister).toList()))
        .eventually(this::close);
  }

  /** The outcome, on this agent's context: a future may complete on any thread. */
  private Future<Void> here(Future<?> foreign) {
    Promise<Void> outcome = Promise.promise();
    foreign.onComplete(
        done ->
            onContext(
                () -> {
                  if (done.succeeded()) {
                    outcome.complete();
                  } else {
                    outcome.fail(done.cause());
                  }
                }));
    return outcome.future();
  }

  private void onContext(Runnable step) {
    if (Thread.currentThread() == home && Context.isOnEventLoopThread()) {
      step.run();
    } else {
      context.runOnContext(turn -> step.run());
    }
  }

  private Future<?> listen(AgentSpec agent, AgentHost platform) {
    String generation = Addresses.agentGeneration(agent.urn(), platform.generation());
    for (String address : List.of(instanceAddress, generation)) {
      consumers.add(vertx.eventBus().<Assignment>localConsumer(address, this::receive));
    }
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  private void compileSchemas(AgentHost platform, AgentSpec agent) {
    for (Skill skill : agent.manifest().capabilities().skills()) {
      if (skill.inputSchema() != null) {
        inputChecks.put(skill.id(), platform.compile(skill.inputSchema()));
      }
      if (skill.outputSchema() != null) {
        outputChecks.put(skill.id(), platform.compile(skill.outputSchema()));
      }
    }
  }

  private void receive(Message<Assignment> message) {
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
    AgentSpec agent = spec();
    SkillHandler handler =
        agent.handler(request.skillId()).orElseThrow(() -> unknownSkill(request.skillId()));
    check(inputChecks, request.skillId(), request.input())
        .ifPresent(
            faults -> {
              throw new AsapException(
                  RpcError.invalidParams("Input does not fit the skill's schema", faults));
            });
    if (running.size() >= agent.maxInFlight()) {
      throw overload(agent);
    }
    TaskContext task = new TaskContext(assignment, request, agent.urn(), host(), agentConfig);
    running.put(assignment.taskId(), task);
    runningCount = running.size();
    Future<JsonObject> result;
    try {
      result = requireNonNull(handler.handle(task), "the handler returned null, not a Future");
    } catch (Throwable t) {
      ended(assignment.taskId());
      throw t;
    }
    result.onComplete(
        done -> onContext(() -> answer(message, assignment, request, done.result(), done.cause())));
  }

  private void ended(String taskId) {
    running.remove(taskId);
    runningCount = running.size();
  }

  /** A task past its deadline is told so and no longer counted: nobody waits for its answer. */
  private void abandonLate() {
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

  private void answer(
      Message<Assignment> message,
      Assignment assignment,
      TaskRequest request,
      @Nullable JsonObject result,
      @Nullable Throwable cause) {
    ended(assignment.taskId());
    if (cause instanceof AsapException expected) {
      refuse(message, expected.error());
    } else if (cause != null) {
      fail(message, cause);
    } else {
      JsonObject output = result == null ? new JsonObject() : result;
      Optional<JsonArray> faults = check(outputChecks, request.skillId(), output);
      if (faults.isPresent()) {
        fail(
            message,
            new IllegalStateException(
                "the result does not fit the output schema: " + faults.get().encode()));
      } else {
        message.reply(
            assignment
                .envelope()
                .reply(spec().urn(), TaskResponse.completed(assignment.taskId(), output)));
      }
    }
  }

  private static Optional<JsonArray> check(
      Map<String, SchemaCheck> checks, String skillId, JsonObject value) {
    List<ValidationError> faults = checks.getOrDefault(skillId, SchemaCheck.NONE).check(value);
    return faults.isEmpty() ? Optional.empty() : Optional.of(ValidationError.toJson(faults));
  }

  private AsapException unknownSkill(String skillId) {
    JsonArray known = new JsonArray();
    spec().manifest().capabilities().skills().forEach(skill -> known.add(skill.id()));
    return AsapException.of(
        ErrorCode.HANDLER_NOT_FOUND,
        spec().urn() + " has no skill '" + skillId + "'",
        new JsonObject().put("skill_id", skillId).put("known_skills", known));
  }

  private static AsapException overload(AgentSpec agent) {
    int bound = agent.maxInFlight();
    return AsapException.of(
        ErrorCode.THREAD_POOL_EXHAUSTED,
        "Thread pool exhausted: "
            + bound
            + "/"
            + bound
            + " threads in use. Service temporarily unavailable.",
        new JsonObject().put("max_threads", bound).put("active_threads", bound));
  }

  private static RpcError unhandled(Envelope envelope) {
    return RpcError.of(
        ErrorCode.HANDLER_NOT_FOUND,
        "No handler registered for payload type: " + envelope.payloadType(),
        new JsonObject().put("payload_type", envelope.payloadType()));
  }

  private void fail(Message<Assignment> message, Throwable cause) {
    LOG.atError()
        .setCause(cause)
        .addKeyValue("plugin", host().pluginId())
        .addKeyValue("agent", spec().urn())
        .addKeyValue("task", message.body().taskId())
        .log("A skill failed");
    refuse(message, RpcError.internalError());
  }

  private static void refuse(Message<Assignment> message, RpcError error) {
    message.fail(error.code(), error.toJson().encode());
  }

  private AgentHost host() {
    if (host == null) {
      throw new IllegalStateException(
          getClass().getName()
              + " is an agent and can only run on the platform: name it in a plugin's descriptor, or under"
              + " 'verticles' in the configuration, instead of deploying it yourself");
    }
    return host;
  }

  private AgentSpec spec() {
    return requireNonNull(spec, "spec");
  }
}
