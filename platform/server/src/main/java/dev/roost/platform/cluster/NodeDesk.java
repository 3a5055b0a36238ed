package dev.roost.platform.cluster;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Addresses;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes ask each other about tasks, on {@code roost.task@<node>}: JSON that names an operation
 * in {@code op}, answered by JSON or by an error of the protocol.
 */
public final class NodeDesk {
  private static final String OPERATION = "op";
  private static final Logger LOG = LoggerFactory.getLogger(NodeDesk.class);

  private final NodeCalls calls;
  private final Map<String, Function<JsonObject, Future<JsonObject>>> operations =
      new ConcurrentHashMap<>();

  /** With the way to other nodes. */
  public NodeDesk(NodeCalls calls) {
    this.calls = requireNonNull(calls, "calls");
  }

  /** The nodes that can be asked. */
  public Nodes nodes() {
    return calls.nodes();
  }

  /** Says what this node answers to an operation. */
  public void on(String operation, Function<JsonObject, Future<JsonObject>> answer) {
    operations.put(operation, answer);
  }

  /**
   * Asks a node.
   *
   * @param body what to ask, to which the operation is added
   * @return fails with {@link AsapException}, which is recoverable if the node is gone
   */
  public Future<JsonObject> ask(String node, String operation, JsonObject body, long millis) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(Math.max(1, millis));
    return calls
        .<JsonObject>request(node, Addresses.tasks(node), body.put(OPERATION, operation), options)
        .map(Message::body)
        .recover(failure -> Future.failedFuture(told(node, failure)));
  }

  private static AsapException told(String node, Throwable failure) {
    if (failure instanceof AsapException expected) {
      return expected;
    }
    return failure instanceof ReplyException reply
            && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
        ? new AsapException(answered(reply))
        : unreachable(node, String.valueOf(failure.getMessage()));
  }

  /** The error that a node has answered with. */
  public static RpcError answered(ReplyException reply) {
    try {
      return RpcError.fromJson(new JsonObject(String.valueOf(reply.getMessage())));
    } catch (DecodeException | ClassCastException e) {
      return RpcError.internalError();
    }
  }

  /** The error of a node that does not answer; worth another try. */
  public static AsapException unreachable(String node, String cause) {
    return AsapException.of(
        ErrorCode.CONNECTION_ERROR,
        "The node that has the task cannot be reached: " + cause,
        new JsonObject().put("url", node).put("cause", cause));
  }

  /** Answers another node. */
  public void answer(Message<JsonObject> message) {
    Function<JsonObject, Future<JsonObject>> operation =
        operations.get(message.body().getString(OPERATION, ""));
    if (operation == null) {
      refuse(
          message,
          new AsapException(RpcError.methodNotFound(message.body().getString(OPERATION, ""))));
      return;
    }
    try {
      operation
          .apply(message.body())
          .onComplete(message::reply, failure -> refuse(message, failure));
    } catch (RuntimeException e) {
      refuse(message, e);
    }
  }

  private static void refuse(Message<JsonObject> message, Throwable failure) {
    RpcError error = RpcError.internalError();
    if (failure instanceof AsapException expected) {
      error = expected.error();
    } else {
      LOG.atError().setCause(failure).log("Another node could not be answered");
    }
    message.fail(error.code(), error.toJson().encode());
  }
}
