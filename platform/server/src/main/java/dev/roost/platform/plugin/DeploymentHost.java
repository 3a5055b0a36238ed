package dev.roost.platform.plugin;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
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
final class DeploymentHost extends LocalHost {
  private final PluginDescriptor descriptor;
  private final Map<AgentUrn, JsonObject> configs;
  private final Map<AgentUrn, Published> published = new HashMap<>();
  private boolean closed;

  DeploymentHost(
      PluginDescriptor descriptor,
      long generation,
      Map<AgentUrn, JsonObject> configs,
      HostServices services) {
    super(descriptor.id(), generation, services);
    this.descriptor = descriptor;
    this.configs = Map.copyOf(configs);
  }

  @Override
  public JsonObject config(AgentUrn agent) {
    return configs.getOrDefault(agent, new JsonObject()).copy();
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
    enter(manifest, instanceAddress, running);
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> withdraw(Manifest manifest, String instanceAddress) {
    Published agent = published.get(manifest.id());
    if (agent == null || !agent.addresses.remove(instanceAddress)) {
      return Future.succeededFuture();
    }
    leave(manifest, instanceAddress);
    return agent.addresses.isEmpty() ? takeBack(agent) : Future.succeededFuture();
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
      serving.add(announce(agent.manifest));
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
    return retract(agent.manifest);
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
