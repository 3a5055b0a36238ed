package dev.roost.platform.discovery;

import dev.roost.agent.Addresses;
import dev.roost.agent.Assignment;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster-wide addresses of the agents on this node. They belong to the node and not to a
 * generation, so callers elsewhere do not notice a swap.
 */
final class AgentDoors {
  private final VertxInternal vertx;
  private final AgentRouter router;
  private final Map<AgentUrn, Door> doors = new HashMap<>();

  AgentDoors(VertxInternal vertx, AgentRouter router) {
    this.vertx = vertx;
    this.router = router;
  }

  /** Opens the agent's door, or counts one more generation behind it. */
  synchronized Future<Void> open(AgentUrn agent) {
    Door door = doors.computeIfAbsent(agent, first -> new Door());
    door.generations++;
    if (door.generations == 1) {
      // On a context of its own: the caller's may be an agent's, and would end with the agent.
      vertx
          .contextBuilder()
          .withClassLoader(AgentDoors.class.getClassLoader())
          .build()
          .runOnContext(turn -> listen(agent, door));
    }
    return door.listening.future();
  }

  /** Counts one generation less, and closes the door behind the last. */
  synchronized Future<Void> close(AgentUrn agent) {
    Door door = doors.get(agent);
    if (door == null || --door.generations > 0) {
      return Future.succeededFuture();
    }
    doors.remove(agent);
    return door.listening.future().compose(listening -> unregister(door));
  }

  private void listen(AgentUrn agent, Door door) {
    MessageConsumer<Assignment> consumer =
        vertx.eventBus().consumer(Addresses.agent(agent), message -> forward(agent, message));
    door.consumer = consumer;
    consumer.completion().onComplete(door.listening);
  }

  private static Future<Void> unregister(Door door) {
    return door.consumer == null ? Future.succeededFuture() : door.consumer.unregister();
  }

  private void forward(AgentUrn agent, Message<Assignment> message) {
    router
        .sendLocally(agent, message.body())
        .onComplete(message::reply, failure -> refuse(message, failure));
  }

  private static void refuse(Message<Assignment> message, Throwable failure) {
    RpcError error =
        failure instanceof AsapException expected ? expected.error() : RpcError.internalError();
    message.fail(error.code(), error.toJson().encode());
  }

  private static final class Door {
    private final Promise<Void> listening = Promise.promise();
    private volatile @Nullable MessageConsumer<Assignment> consumer;
    private int generations;
  }
}
