package dev.roost.platform.state;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Requests that have been taken, in rows: those that run, and those that ended lately. */
final class KeptClaims implements IdempotencyStore {
  private final Store store;
  private final StateSettings settings;
  private final Trim settled;
  private final Trim running;
  private final LongAdder evictions = new LongAdder();

  KeptClaims(Store store, StateSettings settings) {
    this.store = store;
    this.settings = settings;
    Bound bound = store.limits().claims();
    this.settled =
        new Trim(
            Table.CLAIM_ORDER,
            rows -> rows.bytes(Table.CLAIMS),
            new Bound(bound.rows(), bound.bytes(), Duration.ZERO));
    this.running =
        new Trim(
            Table.CLAIM_RUNNING,
            rows -> 0,
            new Bound(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO));
  }

  @Override
  public Future<Claim> claim(Key key, String fingerprint, String taskId) {
    String hash = hash(key);
    return store.ask(rows -> claim(rows, hash, key, fingerprint, taskId));
  }

  Claim claim(RowWriter rows, Key key, String fingerprint, String taskId) {
    return claim(rows, hash(key), key, fingerprint, taskId);
  }

  private Claim claim(RowWriter rows, String hash, Key key, String fingerprint, String taskId) {
    Optional<TakenKey> known = find(rows, hash);
    if (known.filter(this::holds).isPresent()) {
      return known.get().claim(false);
    }
    known.ifPresent(lapsed -> forget(rows, hash, lapsed));
    return take(rows, hash, key, fingerprint, taskId);
  }

  private boolean holds(TakenKey taken) {
    return taken.holdsAt(store.times().nowMicros());
  }

  private Claim take(RowWriter rows, String hash, Key key, String fingerprint, String taskId) {
    store.trimAtOnce(rows, this::trim);
    long max = store.limits().claims().rows();
    if (rows.count(Table.CLAIM_RUNNING) >= max) {
      throw tooMany(max);
    }
    long until = store.times().tick() + settings.longestCall().toNanos() / 1_000;
    TakenKey taken = new TakenKey(key, fingerprint, taskId, until, Optional.empty());
    put(rows, hash, taken);
    return taken.claim(true);
  }

  private static AsapException tooMany(long max) {
    return AsapException.of(
        ErrorCode.RESOURCE_EXHAUSTED,
        "Too many requests with idempotency keys are running",
        new JsonObject().put("max", max));
  }

  @Override
  public Future<Void> settle(Key key, Outcome outcome) {
    String hash = hash(key);
    return store.write(rows -> settle(rows, hash, outcome));
  }

  void settle(RowWriter rows, Key key, Outcome outcome) {
    settle(rows, hash(key), outcome);
  }

  private void settle(RowWriter rows, String hash, Outcome outcome) {
    Optional<TakenKey> running = find(rows, hash).filter(taken -> taken.runs() && holds(taken));
    if (running.isPresent()) {
      rows.delete(running.get().order(), running.get().orderKey(hash));
      long until = store.times().tick() + settings.idempotency().toNanos() / 1_000;
      put(rows, hash, running.get().settled(outcome, until));
      store.trimAtOnce(rows, this::trim);
    }
  }

  @Override
  public Future<Void> release(Key key) {
    return store.write(rows -> release(rows, key));
  }

  @Override
  public Future<Void> release(Key key, String taskId) {
    String hash = hash(key);
    return store.write(
        rows ->
            find(rows, hash)
                .filter(taken -> taken.runs() && taken.taskId().equals(taskId))
                .ifPresent(taken -> forget(rows, hash, taken)));
  }

  void release(RowWriter rows, Key key) {
    String hash = hash(key);
    find(rows, hash).filter(TakenKey::runs).ifPresent(taken -> forget(rows, hash, taken));
  }

  int trim(RowWriter rows) {
    long now = store.times().nowMicros();
    int lapsed = running.run(rows, now, (writer, row) -> forget(writer, row.value()));
    return lapsed + settled.run(rows, now, (writer, row) -> evict(writer, row, now));
  }

  private void evict(RowWriter rows, Row oldest, long now) {
    if (Keys.firstNumber(oldest.key()) > now) {
      evictions.increment();
    }
    forget(rows, oldest.value());
  }

  private static void forget(RowWriter rows, String hash) {
    find(rows, hash)
        .ifPresentOrElse(taken -> forget(rows, hash, taken), () -> rows.delete(Table.CLAIMS, hash));
  }

  private static void forget(RowWriter rows, String hash, TakenKey taken) {
    rows.delete(taken.order(), taken.orderKey(hash));
    rows.delete(Table.CLAIMS, hash);
  }

  private static void put(RowWriter rows, String hash, TakenKey taken) {
    rows.put(Table.CLAIMS, hash, taken, TakenKey.FORM);
    rows.put(taken.order(), taken.orderKey(hash), hash);
  }

  private static Optional<TakenKey> find(RowReader rows, String hash) {
    return rows.get(Table.CLAIMS, hash, TakenKey.FORM);
  }

  private static String hash(Key key) {
    return Keys.hash(key.caller(), key.key());
  }

  /** How many had to be forgotten before their time. */
  long evictions() {
    return evictions.sum();
  }

  void restore(RowWriter rows, String hash, JsonObject row) {
    forget(rows, hash);
    put(rows, hash, TakenKey.FORM.read(row));
  }
}
