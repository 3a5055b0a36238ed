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
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * The platform as an agent sees it that the operator deploys by class, under {@code verticles}, and
 * not as a plugin: it is never replaced, so it becomes known as soon as its first instance is up.
 */
final class OwnAgentHost implements AgentHost {
  private final String verticle;
  private final long generation;
  private final JsonObject config;
  private final HostServices services;
  private final Set<String> addresses = new HashSet<>();

  OwnAgentHost(String verticle, long generation, JsonObject config, HostServices services) {
    this.verticle = verticle;
    this.generation = generation;
    this.config = config;
    this.services = services;
  }

  @Override
  public String pluginId() {
    return verticle;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public JsonObject config(AgentUrn agent) {
    return config.copy();
  }

  @Override
  public SchemaCheck compile(JsonObject schema) {
    return SkillSchemas.compile(schema);
  }

  @Override
  public synchronized Future<Void> publish(
      Manifest manifest, String instanceAddress, IntSupplier running) {
    AgentUrn urn = manifest.id();
    Thread loop = Context.isOnEventLoopThread() ? Thread.currentThread() : null;
    discovery().directory().addInstance(urn, generation, instanceAddress, loop, running);
    boolean first = addresses.isEmpty();
    addresses.add(instanceAddress);
    return first
        ? discovery()
            .publish(record(manifest))
            .compose(known -> discovery().directory().awaitServing(urn, generation))
        : Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> withdraw(Manifest manifest, String instanceAddress) {
    if (!addresses.remove(instanceAddress)) {
      return Future.succeededFuture();
    }
    discovery().directory().removeInstance(manifest.id(), generation, instanceAddress);
    return addresses.isEmpty() ? discovery().withdraw(record(manifest)) : Future.succeededFuture();
  }

  @Override
  public Future<Envelope> call(Envelope request, long deadlineMillis) {
    return services.agents().call(request.recipient(), request, deadlineMillis);
  }

  @Override
  public void progress(TaskUpdate update) {
    services.progress().accept(update);
  }

  private AgentRecord record(Manifest manifest) {
    return new AgentRecord(
        manifest.id(), manifest, discovery().directory().node(), generation, verticle);
  }

  private Discovery discovery() {
    return services.discovery();
  }
}
