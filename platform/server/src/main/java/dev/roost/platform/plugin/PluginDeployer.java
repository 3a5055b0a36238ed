package dev.roost.platform.plugin;

import dev.roost.platform.discovery.BindingLoops;
import dev.roost.platform.discovery.Deadlines;
import dev.roost.platform.discovery.UpkeepThread;
import dev.roost.platform.plugin.PluginLoading.Loading;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings a verified plugin up: load, start, probe, announce, all within one deadline. What fails on
 * the way is taken back, and whatever served before goes on serving.
 */
final class PluginDeployer {
  private final PluginConfig config;
  private final Deployment.Tools tools;
  private final AtomicLong generations = new AtomicLong();

  PluginDeployer(
      Vertx vertx,
      UpkeepThread upkeep,
      PluginConfig config,
      HostServices services,
      BindingLoops bindingLoops,
      LoaderWatch watch) {
    this.config = config;
    LoopChoice loops = new LoopChoice(vertx, bindingLoops);
    Placement placement = new Placement(vertx, loops.count());
    this.tools = new Deployment.Tools(vertx, upkeep, config, services, watch, loops, placement);
  }

  long nextGeneration() {
    return generations.incrementAndGet();
  }

  /** Brings the plugin up as that generation; {@code quarantined} puts it on worker threads. */
  Future<AgentGeneration> deploy(VerifiedPlugin plugin, long number, boolean quarantined) {
    Deployment deployment = new Deployment(tools, plugin, number, quarantined);
    return deployment
        .run()
        .recover(
            failure ->
                retire(deployment.generation()).transform(done -> Future.failedFuture(failure)));
  }

  /** Lets a generation finish its tasks, unseen by new ones, and closes it. */
  Future<Void> retire(AgentGeneration generation) {
    return generation
        .retire(tools.services().discovery().directory(), config.drainSeconds() * 1000L)
        .transform(idle -> generation.close());
  }

  /** Keeps what is deployed from now on off a loop that does not come back. */
  void avoid(Thread loop) {
    tools.loops().avoid(loop);
  }

  /** Loads a class of a plugin for somebody who deploys it himself. */
  Future<PluginCode> code(VerifiedPlugin plugin, String className) {
    PluginClassLoader loader = new PluginClassLoader(plugin.id(), nextGeneration(), plugin.copy());
    Loading<Deployable> loading =
        PluginLoading.start(loader, () -> PluginLoading.newVerticle(loader, className));
    return Deadlines.within(
            config.startSeconds() * 1000L, loading.outcome(), className + " did not load in time")
        .onFailure(failure -> loading.giveUp())
        .map(first -> new PluginCode(new VerticleSource(loader, className, first), loader))
        .recover(
            failure -> Future.failedFuture(new IllegalArgumentException(reason(failure), failure)));
  }

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
