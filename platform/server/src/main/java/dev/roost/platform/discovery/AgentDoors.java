package dev.roost.platform.discovery;

import dev.roost.agent.Addresses;
import dev.roost.agent.Assignment;
import dev.roost.platform.task.GuestTask;
import dev.roost.platform.task.GuestTasks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
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
 * The addresses by which other nodes reach the agents of this one. They belong to the node and not
 * to a generation, so callers elsewhere do not notice a swap. With a task come, in headers, where
 * it lives and whose it is: the agent here runs it as a guest.
 */
final class AgentDoors {
  private final VertxInternal vertx;
  private final AgentRouter router;
  private final String node;
  private final Map<AgentUrn, Door> doors = new HashMap<>();
  private volatile @Nullable GuestTasks guests;

  AgentDoors(VertxInternal vertx, AgentRouter router, String node) {
    this.vertx = vertx;
    this.router = router;
    this.node = node;
  }

  /** Where tasks of other nodes stay while agents here run them. */
  void guests(GuestTasks value) {
    guests = value;
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
        vertx
            .eventBus()
            .consumer(Addresses.agentOn(agent, node), message -> forward(agent, message));
    door.consumer = consumer;
    consumer.completion().onComplete(door.listening);
  }

  private static Future<Void> unregister(Door door) {
    return door.consumer == null ? Future.succeededFuture() : door.consumer.unregister();
  }

  private void forward(AgentUrn agent, Message<Assignment> message) {
    GuestTasks known = guests;
    String home = message.headers().get(RemoteTrip.NODE);
    if (known == null || home == null) {
      answer(message, router.sendLocally(agent, message.body()));
      return;
    }
    try {
      GuestTask guest = RemoteTrip.enter(known, message, home);
      answer(
          message, router.sendLocally(agent, message.body()).eventually(() -> known.leave(guest)));
    } catch (AsapException e) {
      refuse(message, e);
    }
  }

  private static void answer(Message<Assignment> message, Future<Envelope> answer) {
    answer.onComplete(message::reply, failure -> refuse(message, failure));
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
