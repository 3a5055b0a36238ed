package dev.roost.platform.discovery;

import dev.roost.client.AsapClient;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An agent elsewhere, and what this platform has in hand with it. Everything happens on a context
 * of its own: one of the asking agent would end with that agent, and its timers with it.
 */
final class RemotePeer {
  /** How many calls may wait for its answers. */
  static final int MAX_CALLS = 1_000;

  private final RemoteAgent agent;
  private final AsapClient client;
  private final Context context;
  private final Set<RemoteCall> running = ConcurrentHashMap.newKeySet();

  RemotePeer(Vertx vertx, RemoteAgent agent, AsapClient client) {
    this.agent = agent;
    this.client = client;
    this.context =
        ((VertxInternal) vertx)
            .contextBuilder()
            .withClassLoader(RemotePeer.class.getClassLoader())
            .build();
  }

  AgentUrn urn() {
    return agent.urn();
  }

  /** Whether that is its root. */
  boolean isAt(String url) {
    return agent.url().equals(url);
  }

  /** Whether nobody waits for its answers. */
  boolean isIdle() {
    return running.isEmpty();
  }

  /**
   * Sends an accepted call to it.
   *
   * @return its answer, or an {@link AsapException}; on any thread
   */
  Future<Envelope> send(LiveTask call, LiveTasks tasks) {
    if (running.size() >= MAX_CALLS) {
      return Future.failedFuture(AsapException.overload(MAX_CALLS));
    }
    RemoteCall remote = new RemoteCall(call, client, context, this::admitted);
    running.add(remote);
    tasks.begun(call.id(), remote);
    return remote
        .begin()
        .recover(failure -> Future.failedFuture(RemoteFailures.of(agent, call, failure)))
        .onComplete(done -> running.remove(remote));
  }

  /** What it says of itself, under its own name; on any thread. */
  Future<Manifest> manifest() {
    Promise<Manifest> promise = Promise.promise();
    context.runOnContext(turn -> client.discover().map(this::named).onComplete(promise));
    return promise.future();
  }

  /** Completes when messages may be sent to it. */
  private Future<?> admitted() {
    return agent.mustBeSigned() ? client.discover().map(this::named) : Future.succeededFuture();
  }

  private Manifest named(Manifest manifest) {
    if (!manifest.id().equals(urn())) {
      throw new IllegalStateException(
          "at its url is the manifest of "
              + manifest.id()
              + "; on a platform with several agents the url ends with /agents/"
              + urn().pathName());
    }
    return manifest;
  }

  /** Cancels what it still does for agents of this platform; completes when it has heard of it. */
  Future<Void> giveUp() {
    return Future.join(running.stream().map(RemoteCall::giveUp).toList()).mapEmpty();
  }
}
