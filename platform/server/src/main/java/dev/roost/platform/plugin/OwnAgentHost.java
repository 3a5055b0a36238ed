package dev.roost.platform.plugin;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * The platform as an agent sees it that the operator deploys by class, under {@code verticles}, and
 * not as a plugin: it is never replaced, so it becomes known as soon as its first instance is up.
 */
final class OwnAgentHost extends LocalHost {
  private final JsonObject config;
  private final Set<String> addresses = new HashSet<>();

  OwnAgentHost(String verticle, long generation, JsonObject config, HostServices services) {
    super(verticle, generation, services);
    this.config = config;
  }

  @Override
  public JsonObject config(AgentUrn agent) {
    return config.copy();
  }

  @Override
  public synchronized Future<Void> publish(
      Manifest manifest, String instanceAddress, IntSupplier running) {
    enter(manifest, instanceAddress, running);
    boolean first = addresses.isEmpty();
    addresses.add(instanceAddress);
    return first ? announce(manifest) : Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> withdraw(Manifest manifest, String instanceAddress) {
    if (!addresses.remove(instanceAddress)) {
      return Future.succeededFuture();
    }
    leave(manifest, instanceAddress);
    return addresses.isEmpty() ? retract(manifest) : Future.succeededFuture();
  }
}
