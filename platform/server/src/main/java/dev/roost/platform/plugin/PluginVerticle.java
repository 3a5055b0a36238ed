package dev.roost.platform.plugin;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Addresses;
import dev.roost.agent.AgentHost;
import dev.roost.platform.discovery.BindingLoops;
import dev.roost.platform.discovery.UpkeepThread;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the plugins directory. Bindings that want an instance of each stateless agent on their event
 * loops must have {@linkplain BindingLoops#register() registered} before this is deployed.
 */
public final class PluginVerticle extends VerticleBase {
  private final PluginConfig pluginConfig;
  private final Path workDirectory;
  private final HostServices services;
  private final BindingLoops loops;
  private final LoaderWatch watch = new LoaderWatch();
  private @Nullable PluginManager manager;
  private @Nullable UpkeepThread upkeep;
  private @Nullable PluginDeployer deployer;
  private @Nullable LoopGuard guard;

  /**
   * Of the given directory.
   *
   * @param config the section {@code plugin}
   * @param workDirectory for the platform's private copies, in {@code plugins} below it
   * @param services what the platform has for agents
   * @param loops the event loops that carry connections
   */
  public PluginVerticle(
      PluginConfig config, Path workDirectory, HostServices services, BindingLoops loops) {
    this.pluginConfig = requireNonNull(config, "config");
    this.workDirectory = requireNonNull(workDirectory, "workDirectory");
    this.services = requireNonNull(services, "services");
    this.loops = requireNonNull(loops, "loops");
  }

  @Override
  public Future<?> start() {
    PluginManager created = create();
    manager = created;
    LoopGuard watching =
        new LoopGuard(vertx, LoopGuard.LIMIT_MILLIS, created::quarantine, created::flee);
    guard = watching;
    return EventLoops.warmUp(vertx)
        .onSuccess(warm -> watching.start())
        .compose(warm -> created.start())
        .compose(
            running ->
                Future.all(
                    vertx
                        .eventBus()
                        .localConsumer(Addresses.PLUGIN_LIST, message -> message.reply(listJson()))
                        .completion(),
                    vertx
                        .eventBus()
                        .localConsumer(Addresses.PLUGIN_RELOAD, this::reloaded)
                        .completion()));
  }

  private void reloaded(Message<Object> message) {
    reload().onComplete(done -> message.reply(listJson()));
  }

  @Override
  public Future<?> stop() {
    PluginManager running = manager;
    if (running == null) {
      return Future.succeededFuture();
    }
    if (guard != null) {
      guard.stop();
    }
    return requireNonNull(upkeep, "upkeep").closeAfter(running.stop());
  }

  /** Every plugin there is, also those that were refused. Any thread may ask. */
  public List<PluginDescription> list() {
    return manager == null ? List.of() : manager.list();
  }

  /** Looks into the directory at once, and tries again what failed before. */
  public Future<Void> reload() {
    return requireNonNull(manager, "not started").reload();
  }

  /** The names of class loaders that are closed but still held by somebody: leaks. */
  public List<String> leakedLoaders() {
    return watch.leaked();
  }

  /**
   * Finds a user's own verticle in a plugin that serves.
   *
   * @param name {@code plugin:<id>/<class>}
   */
  public Future<PluginCode> resolve(String name) {
    PluginNames parsed = PluginNames.parse(name);
    PluginDeployer loading = requireNonNull(deployer, "not started");
    return requireNonNull(manager, "not started")
        .plugin(parsed.id())
        .compose(plugin -> loading.code(plugin, parsed.className()));
  }

  /**
   * The platform for the instances of an agent that the operator deploys by class.
   *
   * @param verticle its name under {@code verticles}
   * @param config its configuration
   */
  public AgentHost hostOf(String verticle, JsonObject config) {
    long generation = requireNonNull(deployer, "not started").nextGeneration();
    return new OwnAgentHost(verticle, generation, config, services);
  }

  private JsonArray listJson() {
    JsonArray json = new JsonArray();
    list().forEach(plugin -> json.add(plugin.toJson()));
    return json;
  }

  /** The manager has threads of its own: neither loops nor workers that a plugin could hold up. */
  private PluginManager create() {
    UpkeepThread own = new UpkeepThread(vertx, "roost-plugins");
    upkeep = own;
    PluginDeployer created = new PluginDeployer(vertx, own, pluginConfig, services, loops, watch);
    deployer = created;
    return new PluginManager(own, pluginConfig, created, workDirectory);
  }
}
