package dev.roost.platform.task;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Outcome;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is sent again under the same key once: the first becomes a call, the others find it.
 */
public final class IdempotentCalls {
  private final IdempotencyStore store;
  private final LiveTasks tasks;
  private volatile @Nullable FarTasks far;

  /** With the keys of {@code store}. */
  public IdempotentCalls(IdempotencyStore store, LiveTasks tasks) {
    this.store = store;
    this.tasks = tasks;
  }

  /** What a request turned out to be. */
  public sealed interface Found {
    /** The first under its key. */
    record First(LiveTask call) implements Found {}

    /** The same as one that runs. */
    record Running(LiveTask call) implements Found {}

    /** The same as one that has ended. */
    record Ended(String taskId, Outcome outcome) implements Found {}

    /** The same as one that is worked on elsewhere, or waits until somebody takes it over. */
    record Away(String taskId) implements Found {}
  }

  /**
   * Takes a key for a call that has been accepted and not begun. Unless it is the first, the call
   * is discarded.
   *
   * @return fails with {@link AsapException}: -32602 if the key stands for another request
   */
  public Future<Found> take(Optional<Key> key, LiveTask call) {
    if (key.isEmpty()) {
      return Future.succeededFuture(new Found.First(call));
    }
    String fingerprint = RequestFingerprint.of(call);
    return claim(key.get(), fingerprint, call)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : claim(key.get(), fingerprint, call))
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> elsewhere(key.get(), fingerprint, call)))
        .onComplete(
            found -> {
              if (!(found.result() instanceof Found.First)) {
                tasks.discard(call);
              }
            });
  }

  /** Empty if the call behind the key ended between two looks, or runs on another node. */
  private Future<Optional<Found>> claim(Key key, String fingerprint, LiveTask call) {
    return store
        .claim(key, fingerprint, call.id())
        .map(
            claim -> {
              if (!claim.fingerprint().equals(fingerprint)) {
                throw differentRequest();
              }
              return found(key, claim, call);
            })
        .recover(failure -> Future.failedFuture(told(failure)));
  }

  static AsapException differentRequest() {
    return new AsapException(
        RpcError.invalidParams("Idempotency key was used for a different request"));
  }

  /** A database that cannot now is the caller's to try again. */
  private static Throwable told(Throwable failure) {
    return failure instanceof StateException state ? new AsapException(state.error()) : failure;
  }

  private Optional<Found> found(Key key, Claim claim, LiveTask call) {
    if (claim.first()) {
      call.onEnd(outcome -> settle(key, outcome));
      call.repeatable();
      return Optional.of(new Found.First(call));
    }
    Optional<Found> running = tasks.find(claim.taskId()).map(Found.Running::new);
    return running
        .or(() -> claim.outcome().map(outcome -> new Found.Ended(claim.taskId(), outcome)))
        .or(() -> ended(claim.taskId()));
  }

  /** One that has ended while its outcome is still being written. */
  private Optional<Found> ended(String taskId) {
    return tasks
        .findRecent(taskId)
        .flatMap(call -> call.record().outcome())
        .map(outcome -> new Found.Ended(taskId, outcome));
  }

  /** It runs on another node, or did when that was there: then the key is free again. */
  private Future<Found> elsewhere(Key key, String fingerprint, LiveTask call) {
    FarTasks known = far;
    if (known == null) {
      return Future.failedFuture(elsewhere());
    }
    return store
        .claim(key, fingerprint, call.id())
        .compose(
            claim ->
                claim.first() || !known.isLost(claim.taskId())
                    ? Future.succeededFuture(claim)
                    : store
                        .release(key, claim.taskId())
                        .compose(free -> store.claim(key, fingerprint, call.id())))
        .map(claim -> found(key, claim, call).orElseGet(() -> new Found.Away(claim.taskId())))
        .recover(failure -> Future.failedFuture(told(failure)));
  }

  /** Calls of other nodes are to be found, too. */
  public void far(FarTasks value) {
    far = value;
  }

  static AsapException elsewhere() {
    return AsapException.of(
        ErrorCode.CONNECTION_ERROR,
        "The request with this idempotency key is running elsewhere",
        new JsonObject().put("url", "").put("cause", "not on this node"));
  }

  /** What can succeed later is worth another try. */
  private void settle(Key key, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused && refused.recoverable()) {
      store.release(key);
    } else {
      store.settle(key, outcome);
    }
  }
}
