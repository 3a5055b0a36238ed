package dev.roost.agent;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An agent. Subclass it, describe the agent in {@link #agent()}, and name the class in the plugin's
 * descriptor. The platform creates the instance (so it needs a public constructor without
 * parameters), deploys it and makes it reachable over every binding.
 *
 * <p>Everything in one instance runs on one context: fields need no locks. With more than one
 * instance each has its own fields.
 */
public abstract class AgentVerticle extends VerticleBase {
  private static final long SWEEP_MILLIS = 500;
  private static final AtomicLong INSTANCES = new AtomicLong();

  private final List<MessageConsumer<Assignment>> consumers = new ArrayList<>();
  private final List<AgentWatch> watches = new CopyOnWriteArrayList<>();
  private @Nullable AgentHost host;
  private volatile @Nullable Thread home;
  private @Nullable AgentSpec spec;
  private @Nullable TaskRunner runner;
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
   *
   * @return completes when the skills can run; a failure keeps the plugin from starting
   */
  protected Future<?> open() {
    return Future.succeededFuture();
  }

  /**
   * Releases what {@link #open()} prepared. No request arrives any more; a task that had not ended
   * in time may still be running, and has been cancelled. Does nothing by default.
   *
   * @return completes when everything is released
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

  /**
   * Listens for agents that have a skill, from {@link #open()} on: first it is told of those that
   * are there, then of each that comes or goes. An agent that is replaced while it serves neither
   * comes nor goes. Only agents of this platform are told of, this one not; those elsewhere are
   * found by {@link TaskContext#findAgents}.
   *
   * @param skillId the skill, as manifests name it
   * @param listener called on this agent's context. One that is slow misses what came and went in
   *     the meantime, and nothing else
   * @return ends it; it also ends with the agent
   * @throws IllegalStateException if there are too many watches on the node
   */
  protected final AgentWatch watchAgents(String skillId, AgentListener listener) {
    AgentSpec agent = requireNonNull(spec, "agents can be watched from open() on");
    // never at once: whoever tells of a change may hold a lock
    AgentWatch watch =
        host()
            .watchAgents(
                agent.urn(),
                requireNonNull(skillId, "skillId"),
                step -> context.runOnContext(turn -> step.run()),
                requireNonNull(listener, "listener"));
    watches.add(watch);
    return () -> {
      watches.remove(watch);
      watch.end();
    };
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
    agentConfig = platform.config(agent.urn());
    home = Thread.currentThread();
    TaskRunner tasks = new TaskRunner(agent, platform, agentConfig, this::onContext);
    runner = tasks;
    instanceAddress =
        Addresses.agentInstance(
            agent.urn(), platform.generation(), Long.toString(INSTANCES.incrementAndGet()));
    vertx.setPeriodic(SWEEP_MILLIS, tick -> tasks.abandonLate());
    return here(requireNonNull(open(), "open() returned null"))
        .compose(opened -> listen(agent, platform, tasks))
        .compose(up -> platform.publish(agent.manifest(), instanceAddress, tasks::running))
        .onFailure(failure -> endWatches());
  }

  private void endWatches() {
    watches.forEach(AgentWatch::end);
  }

  @Override
  public final Future<?> stop() {
    endWatches();
    AgentSpec agent = spec;
    TaskRunner tasks = runner;
    if (agent == null || tasks == null) {
      return Future.succeededFuture();
    }
    tasks.cancelAll();
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

  private Future<?> listen(AgentSpec agent, AgentHost platform, TaskRunner tasks) {
    String generation = Addresses.agentGeneration(agent.urn(), platform.generation());
    for (String address : List.of(instanceAddress, generation)) {
      consumers.add(vertx.eventBus().<Assignment>localConsumer(address, tasks::receive));
    }
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
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
}
