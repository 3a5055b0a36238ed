package dev.roost.platform.plugin;

import dev.roost.agent.AgentHost;
import dev.roost.agent.SchemaCheck;
import dev.roost.platform.discovery.AgentRecord;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.discovery.SkillSchemas;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.TaskUpdate;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * The platform as one generation of a plugin sees it. What its agents publish becomes known only
 * when the whole generation is up: {@link #announce()}.
 */
final class DeploymentHost implements AgentHost {
  private final PluginDescriptor descriptor;
  private final long generation;
  private final Map<AgentUrn, JsonObject> configs;
  private final HostServices services;
  private final Map<AgentUrn, Published> published = new HashMap<>();
  private boolean closed;

  DeploymentHost(
      PluginDescriptor descriptor,
      long generation,
      Map<AgentUrn, JsonObject> configs,
      HostServices services) {
    this.descriptor = descriptor;
    this.generation = generation;
    this.configs = Map.copyOf(configs);
    this.services = services;
  }

  @Override
  public String pluginId() {
    return descriptor.id();
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public JsonObject config(AgentUrn agent) {
    return configs.getOrDefault(agent, new JsonObject()).copy();
  }

  @Override
  public SchemaCheck compile(JsonObject schema) {
    return SkillSchemas.compile(schema);
  }

  @Override
  public synchronized Future<Void> publish(
      Manifest manifest, String instanceAddress, IntSupplier running) {
    AgentUrn urn = manifest.id();
    if (closed || !descriptor.urns().contains(urn)) {
      return Future.failedFuture(
          new PluginException(
              closed
                  ? "was given up before it had started"
                  : "runs " + urn + ", which its descriptor does not declare under 'agents'"));
    }
    published.computeIfAbsent(urn, first -> new Published(manifest)).addresses.add(instanceAddress);
    Thread loop = Context.isOnEventLoopThread() ? Thread.currentThread() : null;
    discovery().directory().addInstance(urn, generation, instanceAddress, loop, running);
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> withdraw(Manifest manifest, String instanceAddress) {
    Published agent = published.get(manifest.id());
    if (agent == null || !agent.addresses.remove(instanceAddress)) {
      return Future.succeededFuture();
    }
    discovery().directory().removeInstance(manifest.id(), generation, instanceAddress);
    return agent.addresses.isEmpty() ? takeBack(agent) : Future.succeededFuture();
  }

  @Override
  public Future<Envelope> call(Envelope request, long deadlineMillis) {
    return services.agents().call(request.recipient(), request, deadlineMillis);
  }

  @Override
  public void progress(TaskUpdate update) {
    services.progress().accept(update);
  }

  /** Where the instances that are up listen. */
  synchronized List<String> addresses() {
    return published.values().stream().flatMap(agent -> agent.addresses.stream()).toList();
  }

  /** The agents that the descriptor declares and no instance runs. */
  synchronized Set<AgentUrn> missing() {
    Set<AgentUrn> missing = new TreeSet<>(descriptor.urns());
    missing.removeAll(published.keySet());
    return missing;
  }

  /** Makes the agents known; completes when this node's tasks go to them. */
  synchronized Future<Void> announce() {
    List<Future<Void>> serving = new ArrayList<>();
    for (Published agent : published.values()) {
      agent.announced = true;
      serving.add(
          discovery()
              .publish(record(agent))
              .compose(
                  known -> discovery().directory().awaitServing(agent.manifest.id(), generation)));
    }
    return Future.all(serving).mapEmpty();
  }

  /** Takes everything back that instances did not take back themselves. */
  synchronized Future<Void> close() {
    closed = true;
    List<Future<Void>> taken = new ArrayList<>();
    published.values().forEach(agent -> taken.add(takeBack(agent)));
    return Future.join(taken).mapEmpty();
  }

  private Future<Void> takeBack(Published agent) {
    agent.addresses.clear();
    if (!agent.announced) {
      return Future.succeededFuture();
    }
    agent.announced = false;
    return discovery().withdraw(record(agent));
  }

  private AgentRecord record(Published agent) {
    return new AgentRecord(
        agent.manifest.id(),
        agent.manifest,
        discovery().directory().node(),
        generation,
        pluginId());
  }

  private Discovery discovery() {
    return services.discovery();
  }

  /** An agent with the instances that are up. */
  private static final class Published {
    private final Manifest manifest;
    private final Set<String> addresses = new TreeSet<>();
    private boolean announced;

    private Published(Manifest manifest) {
      this.manifest = manifest;
    }
  }
}
