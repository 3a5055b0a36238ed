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
  private static final String UNTIL = "until";
  private static final String OUTCOME = "outcome";

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
    return store.ask(rows -> claim(rows, key, fingerprint, taskId));
  }

  Claim claim(RowWriter rows, Key key, String fingerprint, String taskId) {
    String hash = hash(key);
    Optional<JsonObject> known = find(rows, hash).filter(this::holds);
    return known
        .map(row -> TaskJson.claim(row, false))
        .orElseGet(() -> take(rows, hash, key, fingerprint, taskId));
  }

  private boolean holds(JsonObject row) {
    return row.getLong(UNTIL) > store.times().nowMicros();
  }

  private Claim take(RowWriter rows, String hash, Key key, String fingerprint, String taskId) {
    forget(rows, hash);
    store.trimAtOnce(rows, this::trim);
    long max = store.limits().claims().rows();
    if (rows.count(Table.CLAIM_RUNNING) >= max) {
      throw tooMany(max);
    }
    JsonObject row =
        new JsonObject()
            .put("caller", key.caller())
            .put("key", key.key())
            .put("fingerprint", fingerprint)
            .put("task_id", taskId)
            .put(UNTIL, store.times().nowMicros() + settings.longestCall().toNanos() / 1_000);
    put(rows, hash, row);
    return TaskJson.claim(row, true);
  }

  private static AsapException tooMany(long max) {
    return AsapException.of(
        ErrorCode.RESOURCE_EXHAUSTED,
        "Too many requests with idempotency keys are running",
        new JsonObject().put("max", max));
  }

  @Override
  public Future<Void> settle(Key key, Outcome outcome) {
    return store.write(rows -> settle(rows, key, outcome));
  }

  void settle(RowWriter rows, Key key, Outcome outcome) {
    String hash = hash(key);
    Optional<JsonObject> taken =
        find(rows, hash).filter(row -> holds(row) && !row.containsKey(OUTCOME));
    if (taken.isPresent()) {
      forget(rows, hash);
      long until = store.times().tick() + settings.idempotency().toNanos() / 1_000;
      put(rows, hash, taken.get().put(OUTCOME, TaskJson.of(outcome)).put(UNTIL, until));
      store.trimAtOnce(rows, this::trim);
    }
  }

  @Override
  public Future<Void> release(Key key) {
    return store.write(rows -> release(rows, key));
  }

  void release(RowWriter rows, Key key) {
    String hash = hash(key);
    if (find(rows, hash).filter(row -> !row.containsKey(OUTCOME)).isPresent()) {
      forget(rows, hash);
    }
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
    find(rows, hash).ifPresent(row -> rows.delete(order(row), orderKey(hash, row)));
    rows.delete(Table.CLAIMS, hash);
  }

  private static void put(RowWriter rows, String hash, JsonObject row) {
    rows.put(Table.CLAIMS, hash, Seal.close(row));
    rows.put(order(row), orderKey(hash, row), hash);
  }

  private static Table order(JsonObject row) {
    return row.containsKey(OUTCOME) ? Table.CLAIM_ORDER : Table.CLAIM_RUNNING;
  }

  private static String orderKey(String hash, JsonObject row) {
    return Keys.of(Keys.number(row.getLong(UNTIL)), hash);
  }

  private static Optional<JsonObject> find(RowReader rows, String hash) {
    return rows.get(Table.CLAIMS, hash).flatMap(row -> Seal.open(Table.CLAIMS, hash, row));
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
    put(rows, hash, row);
  }
}
