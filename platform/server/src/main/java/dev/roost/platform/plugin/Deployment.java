package dev.roost.platform.plugin;

import dev.roost.agent.AgentVerticle;
import dev.roost.platform.discovery.Deadlines;
import dev.roost.platform.discovery.UpkeepThread;
import dev.roost.platform.plugin.PluginLoading.Loading;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One plugin on its way up; each step has what is left of one deadline. */
final class Deployment {
  private static final int WORKERS_PER_PLUGIN = 20;

  private final Vertx vertx;
  private final UpkeepThread upkeep;
  private final PluginConfig config;
  private final LoopChoice loops;
  private final Placement placement;
  private final PluginDescriptor descriptor;
  private final boolean quarantined;
  private final AgentGeneration generation;
  private final long deadline;

  Deployment(Tools tools, VerifiedPlugin plugin, long number, boolean quarantined) {
    this.vertx = tools.vertx();
    this.upkeep = tools.upkeep();
    this.config = tools.config();
    this.loops = tools.loops();
    this.placement = tools.placement();
    this.deadline = System.nanoTime() + config.startSeconds() * 1_000_000_000L;
    this.descriptor = plugin.descriptor();
    this.quarantined = quarantined;
    PluginClassLoader loader = new PluginClassLoader(plugin.id(), number, plugin.copy());
    DeploymentHost host = new DeploymentHost(descriptor, number, configs(), tools.services());
    Threading threading = settings(0).threading();
    this.generation =
        new AgentGeneration(vertx, plugin, number, threading, loader, host, tools.watch());
  }

  /** Loads, starts, probes and announces it; completes when its agents are known. */
  Future<AgentGeneration> run() {
    for (int i = 0; i < descriptor.main().size(); i++) {
      if (!settings(i).threading().isAvailable()) {
        return Future.failedFuture(
            new PluginException(
                "threading 'virtual' needs Java 21 or newer; this is Java "
                    + Runtime.version().feature()));
      }
    }
    return next(load())
        .compose(instances -> next(start(instances)))
        .compose(up -> next(probe()))
        .compose(well -> next(announce()))
        .map(known -> generation);
  }

  /**
   * Goes on from a step on the upkeep thread. Where the step itself ended, the context can be that
   * of a seat that was not taken: Vert.x closes it, and what was asked from there is never
   * answered.
   */
  private <T> Future<T> next(Future<T> step) {
    return upkeep.back(step);
  }

  /** What there is of it, wanted or not. */
  AgentGeneration generation() {
    return generation;
  }

  private Future<List<Instance>> load() {
    Loading<List<Instance>> loading = PluginLoading.start(generation.loader(), this::instantiate);
    return Deadlines.within(remaining(), loading.outcome(), late("load"))
        .onFailure(failure -> loading.giveUp());
  }

  private List<Instance> instantiate() throws Throwable {
    List<Instance> instances = new ArrayList<>();
    for (int i = 0; i < descriptor.main().size(); i++) {
      AgentSettings settings = settings(i);
      for (LoopChoice.Place place : loops.places(settings, descriptor.stateless())) {
        AgentVerticle agent = PluginLoading.newAgent(generation.loader(), descriptor.main().get(i));
        agent.attach(generation.host());
        instances.add(new Instance(agent, place, options(settings)));
      }
    }
    return instances;
  }

  private Future<Void> start(List<Instance> instances) {
    List<Future<Placed>> placed = new ArrayList<>();
    for (Instance instance : instances) {
      placed.add(
          placement
              .deploy(instance.agent(), instance.options(), instance.place(), remaining())
              .onSuccess(generation::add));
    }
    return Future.join(placed).mapEmpty();
  }

  private Future<Void> probe() {
    if (!generation.host().missing().isEmpty()) {
      return Future.failedFuture(
          new PluginException(
              "declares "
                  + generation.host().missing()
                  + " under 'agents', but no main class runs it"));
    }
    List<Future<Void>> probes = new ArrayList<>();
    generation
        .host()
        .addresses()
        .forEach(address -> probes.add(Probe.check(vertx, address, remaining())));
    return Deadlines.within(remaining(), Future.all(probes).mapEmpty(), late("answer"));
  }

  private Future<Void> announce() {
    return Deadlines.within(remaining(), generation.host().announce(), late("get known"));
  }

  private DeploymentOptions options(AgentSettings settings) {
    ThreadingModel model =
        switch (settings.threading()) {
          case EVENT_LOOP -> ThreadingModel.EVENT_LOOP;
          case WORKER -> ThreadingModel.WORKER;
          case VIRTUAL -> ThreadingModel.VIRTUAL_THREAD;
        };
    return new DeploymentOptions()
        .setThreadingModel(model)
        .setClassLoader(generation.loader())
        // Its own worker threads, which end with it and hold nobody else up.
        .setWorkerPoolName("roost-" + generation.loader().getName())
        .setWorkerPoolSize(WORKERS_PER_PLUGIN);
  }

  private AgentSettings settings(int index) {
    AgentSettings settings = config.settings(descriptor.urns().get(index));
    return quarantined ? settings.with(Threading.WORKER) : settings;
  }

  private Map<AgentUrn, JsonObject> configs() {
    Map<AgentUrn, JsonObject> configs = new HashMap<>();
    for (AgentUrn urn : descriptor.urns()) {
      JsonObject merged = descriptor.config().copy();
      configs.put(urn, merged.mergeIn(config.settings(urn).config(), true));
    }
    return configs;
  }

  private long remaining() {
    return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
  }

  private String late(String what) {
    return "did not " + what + " within " + config.startSeconds() + " seconds";
  }

  /** What every deployment needs. */
  record Tools(
      Vertx vertx,
      UpkeepThread upkeep,
      PluginConfig config,
      HostServices services,
      LoaderWatch watch,
      LoopChoice loops,
      Placement placement) {}

  /** An instance that is to be deployed. */
  private record Instance(AgentVerticle agent, LoopChoice.Place place, DeploymentOptions options) {}
}
