package dev.roost.platform.state;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Requests that have been taken, in memory: those that run, and those that ended lately. */
final class MemoryIdempotency implements IdempotencyStore {
  static final int MAX_KEYS = 100_000;
  static final long MAX_BYTES = 64L << 20;

  private final int maxKeys;
  private final long keptNanos;
  private final LongSupplier nanoTime;
  private final Map<Key, Claim> running = new HashMap<>();
  private final BoundedMap<Key, Settled> settled;

  private record Settled(Claim claim, long atNanos) {}

  /**
   * @param kept how long a key is remembered after its call has ended
   */
  MemoryIdempotency(int maxKeys, long maxBytes, Duration kept, LongSupplier nanoTime) {
    this.maxKeys = maxKeys;
    this.keptNanos = kept.toNanos();
    this.nanoTime = nanoTime;
    this.settled = new BoundedMap<>(maxKeys, maxBytes, (key, gone) -> {});
  }

  @Override
  public synchronized Future<Claim> claim(Key key, String fingerprint, String taskId) {
    Claim known = known(key);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    if (running.size() >= maxKeys) {
      return Future.failedFuture(
          AsapException.of(
              ErrorCode.RESOURCE_EXHAUSTED,
              "Too many requests with idempotency keys are running",
              new JsonObject().put("max", maxKeys)));
    }
    running.put(key, new Claim(false, fingerprint, taskId, Optional.empty()));
    return Future.succeededFuture(new Claim(true, fingerprint, taskId, Optional.empty()));
  }

  private @Nullable Claim known(Key key) {
    Claim live = running.get(key);
    if (live != null) {
      return live;
    }
    Settled ended = settled.get(key);
    if (ended == null || nanoTime.getAsLong() - ended.atNanos() > keptNanos) {
      return null;
    }
    return ended.claim();
  }

  @Override
  public synchronized Future<Void> settle(Key key, Outcome outcome) {
    Claim claim = running.remove(key);
    if (claim != null) {
      Claim ended = new Claim(false, claim.fingerprint(), claim.taskId(), Optional.of(outcome));
      settled.put(key, new Settled(ended, nanoTime.getAsLong()), Weights.of(outcome));
    }
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> release(Key key) {
    running.remove(key);
    return Future.succeededFuture();
  }

  long evictions() {
    return settled.evictions();
  }

  synchronized int size() {
    return running.size() + settled.size();
  }
}
