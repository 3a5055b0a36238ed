package dev.roost.platform.discovery;

import dev.roost.agent.Addresses;
import dev.roost.agent.Assignment;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.Map;

/**
 * The cluster-wide addresses of the agents on this node. They belong to the node and not to a
 * generation, so callers elsewhere do not notice a swap.
 */
final class AgentDoors {
  private final Vertx vertx;
  private final AgentRouter router;
  private final Map<AgentUrn, Door> doors = new HashMap<>();

  AgentDoors(Vertx vertx, AgentRouter router) {
    this.vertx = vertx;
    this.router = router;
  }

  /** Opens the agent's door, or counts one more generation behind it. */
  synchronized Future<Void> open(AgentUrn agent) {
    Door door =
        doors.computeIfAbsent(
            agent,
            first ->
                new Door(
                    vertx
                        .eventBus()
                        .consumer(
                            Addresses.agent(agent),
                            (Message<Assignment> message) -> forward(agent, message))));
    door.generations++;
    return door.consumer.completion();
  }

  /** Counts one generation less, and closes the door behind the last. */
  synchronized Future<Void> close(AgentUrn agent) {
    Door door = doors.get(agent);
    if (door == null || --door.generations > 0) {
      return Future.succeededFuture();
    }
    doors.remove(agent);
    return door.consumer.unregister();
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
    private final MessageConsumer<Assignment> consumer;
    private int generations;

    private Door(MessageConsumer<Assignment> consumer) {
      this.consumer = consumer;
    }
  }
}
