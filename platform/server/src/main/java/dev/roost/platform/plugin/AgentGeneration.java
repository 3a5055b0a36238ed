package dev.roost.platform.plugin;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.Deadlines;
import dev.roost.platform.plugin.PluginState.Draining;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One load of a plugin: its class loader and the instances that run. */
final class AgentGeneration {
  /** How long {@code stop()} may take: it is foreign code, and may never come back. */
  private static final long STOP_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(AgentGeneration.class);

  private final Vertx vertx;
  private final VerifiedPlugin plugin;
  private final long number;
  private final Threading threading;
  private final PluginClassLoader loader;
  private final DeploymentHost host;
  private final LoaderWatch watch;
  private final List<Placed> instances = new CopyOnWriteArrayList<>();

  AgentGeneration(
      Vertx vertx,
      VerifiedPlugin plugin,
      long number,
      Threading threading,
      PluginClassLoader loader,
      DeploymentHost host,
      LoaderWatch watch) {
    this.vertx = vertx;
    this.plugin = plugin;
    this.number = number;
    this.threading = threading;
    this.loader = loader;
    this.host = host;
    this.watch = watch;
  }

  VerifiedPlugin plugin() {
    return plugin;
  }

  long number() {
    return number;
  }

  Threading threading() {
    return threading;
  }

  PluginClassLoader loader() {
    return loader;
  }

  DeploymentHost host() {
    return host;
  }

  /** Its state from the moment it is retired. */
  Draining draining() {
    return new Draining(plugin.descriptor(), number);
  }

  boolean isOn(Thread thread) {
    return threading == Threading.EVENT_LOOP
        && instances.stream().anyMatch(instance -> instance.thread() == thread);
  }

  void add(Placed instance) {
    instances.add(instance);
  }

  List<AgentUrn> urns() {
    return plugin.descriptor().urns();
  }

  /** Takes the agents out of the directory; completes when they are idle, or at the deadline. */
  Future<Integer> retire(AgentDirectory directory, long drainMillis) {
    List<Future<Integer>> drained = new ArrayList<>();
    urns().forEach(urn -> drained.add(directory.retire(urn, number, drainMillis)));
    return Future.join(drained)
        .map(all -> drained.stream().mapToInt(Future::result).sum())
        .onSuccess(this::logUnfinished);
  }

  /** Undeploys the instances, withdraws what is still published and closes the class loader. */
  Future<Void> close() {
    List<Future<Void>> stopped = new ArrayList<>();
    for (Placed instance : instances) {
      // When Vert.x closes it may have been quicker.
      if (vertx.deploymentIDs().contains(instance.deploymentId())) {
        stopped.add(
            Deadlines.within(
                STOP_MILLIS, vertx.undeploy(instance.deploymentId()), "stop() did not end"));
      }
    }
    return Future.join(stopped)
        .onFailure(this::logStop)
        .eventually(() -> Deadlines.within(STOP_MILLIS, host.close(), "withdrawal did not end"))
        .transform(done -> closeLoader());
  }

  private Future<Void> closeLoader() {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).addKeyValue("plugin", plugin.id()).log("A jar cannot be closed");
    }
    watch.closed(loader);
    return Future.succeededFuture();
  }

  private void logUnfinished(int inFlight) {
    if (inFlight > 0) {
      LOG.atWarn()
          .addKeyValue("plugin", plugin.id())
          .addKeyValue("generation", number)
          .addKeyValue("tasks", inFlight)
          .log("A generation is closed with tasks still in flight");
    }
  }

  private void logStop(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("plugin", plugin.id())
        .addKeyValue("generation", number)
        .addKeyValue("reason", failure.getMessage())
        .log("A plugin did not stop cleanly");
  }
}
