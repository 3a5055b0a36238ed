package dev.roost.platform.cluster;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AsapException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.VertxInternal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks other nodes. The bus itself would let whoever waits for a node that is gone wait until the
 * time is out; here he knows as soon as the cluster does. Shared by all event loops; bounded.
 */
public final class NodeCalls {
  /** How many calls may wait for answers at once, to all nodes together. */
  static final int MAX_WAITING = 100_000;

  private final VertxInternal vertx;
  private final EventBus bus;
  private final Nodes nodes;
  private final AtomicInteger size = new AtomicInteger();
  private final Map<String, Set<Promise<?>>> waiting = new ConcurrentHashMap<>();

  /** On the event bus of {@code vertx}. */
  public NodeCalls(Vertx vertx, Nodes nodes) {
    this.vertx = (VertxInternal) requireNonNull(vertx, "vertx");
    this.bus = vertx.eventBus();
    this.nodes = requireNonNull(nodes, "nodes");
    nodes.listen(Nodes.Listener.ofGone(this::gone));
  }

  /** An event loop that belongs to nobody else. */
  Context newContext() {
    return vertx.contextBuilder().withClassLoader(NodeCalls.class.getClassLoader()).build();
  }

  /** The nodes that can be asked. */
  public Nodes nodes() {
    return nodes;
  }

  /**
   * Asks a node.
   *
   * @return its answer; fails with {@link NodeGoneException} if it is gone, before it has answered
   *     or before it was asked, with {@link AsapException} -32031 if too many wait, else as the bus
   *     does. On the caller's context, or on any thread
   */
  public <T> Future<Message<T>> request(
      String node, String address, Object body, DeliveryOptions options) {
    if (size.incrementAndGet() > MAX_WAITING) {
      size.decrementAndGet();
      return Future.failedFuture(AsapException.overload(MAX_WAITING));
    }
    Promise<Message<T>> promise = Promise.promise();
    Set<Promise<?>> ofNode = waiting.computeIfAbsent(node, first -> ConcurrentHashMap.newKeySet());
    ofNode.add(promise);
    send(node, address, body, options, promise);
    return promise
        .future()
        .onComplete(
            done -> {
              size.decrementAndGet();
              ofNode.remove(promise);
            });
  }

  /** A node that goes now is seen here or by {@link #gone}. */
  private <T> void send(
      String node,
      String address,
      Object body,
      DeliveryOptions options,
      Promise<Message<T>> promise) {
    if (!nodes.alive().contains(node)) {
      waiting.remove(node);
      promise.tryFail(new NodeGoneException(node));
      return;
    }
    try {
      bus.<T>request(address, body, options).onComplete(promise::tryComplete, promise::tryFail);
    } catch (RuntimeException e) {
      promise.tryFail(e);
    }
  }

  private void gone(String node) {
    Set<Promise<?>> lost = waiting.remove(node);
    if (lost != null) {
      lost.forEach(promise -> promise.tryFail(new NodeGoneException(node)));
    }
  }
}
