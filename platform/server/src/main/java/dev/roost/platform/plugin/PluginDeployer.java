package dev.roost.platform.plugin;

import dev.roost.agent.AgentVerticle;
import dev.roost.platform.discovery.BindingLoops;
import dev.roost.platform.discovery.Deadlines;
import dev.roost.platform.plugin.PluginLoading.Loading;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a verified plugin up: load, start, probe, announce, all within one deadline. What fails on
 * the way is taken back, and whatever served before goes on serving.
 */
final class PluginDeployer {
  private static final int WORKERS_PER_PLUGIN = 20;

  private final Vertx vertx;
  private final PluginConfig config;
  private final HostServices services;
  private final LoaderWatch watch;
  private final LoopChoice loops;
  private final Placement placement;
  private final AtomicLong generations = new AtomicLong();

  PluginDeployer(
      Vertx vertx,
      PluginConfig config,
      HostServices services,
      BindingLoops bindingLoops,
      LoaderWatch watch) {
    this.vertx = vertx;
    this.config = config;
    this.services = services;
    this.watch = watch;
    this.loops = new LoopChoice(vertx, bindingLoops);
    this.placement = new Placement(vertx, loops.count());
  }

  long nextGeneration() {
    return generations.incrementAndGet();
  }

  /** Brings the plugin up as that generation; {@code quarantined} puts it on worker threads. */
  Future<AgentGeneration> deploy(VerifiedPlugin plugin, long number, boolean quarantined) {
    Deployment deployment = new Deployment(plugin, number, quarantined);
    return deployment
        .run()
        .map(up -> deployment.generation)
        .recover(failure -> deployment.undo().transform(done -> Future.failedFuture(failure)));
  }

  /** Keeps what is deployed from now on off a loop that does not come back. */
  void avoid(Thread loop) {
    loops.avoid(loop);
  }

  /** Loads a class of a plugin for somebody who deploys it himself. */
  Future<PluginCode> code(VerifiedPlugin plugin, String className) {
    PluginClassLoader loader = new PluginClassLoader(plugin.id(), nextGeneration(), plugin.copy());
    Loading<Deployable> loading =
        PluginLoading.start(loader, () -> PluginLoading.newVerticle(loader, className));
    return Deadlines.within(
            config.startSeconds() * 1000L, loading.outcome(), className + " did not load in time")
        .onFailure(failure -> loading.giveUp())
        .map(first -> new PluginCode(new Instances(loader, className, first), loader))
        .recover(
            failure -> Future.failedFuture(new IllegalArgumentException(reason(failure), failure)));
  }

  /** Hands out the instance that was made to see whether it can be, then new ones. */
  private static final class Instances implements Supplier<Deployable> {
    private final PluginClassLoader loader;
    private final String className;
    private final AtomicReference<@Nullable Deployable> first;

    private Instances(PluginClassLoader loader, String className, Deployable first) {
      this.loader = loader;
      this.className = className;
      this.first = new AtomicReference<>(first);
    }

    @Override
    public Deployable get() {
      Deployable ready = first.getAndSet(null);
      try {
        return ready == null ? PluginLoading.newVerticle(loader, className) : ready;
      } catch (Throwable t) {
        throw new IllegalArgumentException(reason(t), t);
      }
    }
  }

  /** One plugin on its way up. */
  private final class Deployment {
    private final PluginDescriptor descriptor;
    private final boolean quarantined;
    private final AgentGeneration generation;
    private final long deadline = System.nanoTime() + config.startSeconds() * 1_000_000_000L;

    private Deployment(VerifiedPlugin plugin, long number, boolean quarantined) {
      this.descriptor = plugin.descriptor();
      this.quarantined = quarantined;
      PluginClassLoader loader = new PluginClassLoader(plugin.id(), number, plugin.copy());
      DeploymentHost host = new DeploymentHost(descriptor, number, configs(), services);
      Threading threading = settings(0).threading();
      this.generation = new AgentGeneration(vertx, plugin, number, threading, loader, host, watch);
    }

    private Future<Void> run() {
      for (int i = 0; i < descriptor.main().size(); i++) {
        if (!settings(i).threading().isAvailable()) {
          return Future.failedFuture(
              new PluginException(
                  "threading 'virtual' needs Java 21 or newer; this is Java "
                      + Runtime.version().feature()));
        }
      }
      return load().compose(this::start).compose(up -> probe()).compose(well -> announce());
    }

    private Future<Void> undo() {
      return generation
          .retire(services.discovery().directory(), config.drainSeconds() * 1000L)
          .transform(idle -> generation.close());
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
          AgentVerticle agent =
              PluginLoading.newAgent(generation.loader(), descriptor.main().get(i));
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
  }

  /** An instance that is to be deployed. */
  private record Instance(AgentVerticle agent, LoopChoice.Place place, DeploymentOptions options) {}

  /** The reason of a failed deployment, for people. */
  static String reason(Throwable failure) {
    if (failure instanceof PluginException refused) {
      return refused.reason();
    }
    if (failure instanceof TimeoutException) {
      return String.valueOf(failure.getMessage());
    }
    Throwable cause = failure;
    while (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String where =
        failure instanceof ExceptionInInitializerError ? "its static initialiser threw " : "threw ";
    return where + cause.getClass().getName() + ": " + cause.getMessage();
  }
}
