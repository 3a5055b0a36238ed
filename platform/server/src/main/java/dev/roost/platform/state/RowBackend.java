package dev.roost.platform.state;

import dev.roost.spi.AuditStore;
import dev.roost.spi.DeadLetterStore;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.OutboxStore;
import dev.roost.spi.SnapshotStore;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import dev.roost.spi.StateTransfer;
import dev.roost.spi.TaskEventStore;
import dev.roost.spi.TaskStore;
import dev.roost.spi.UsageStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** All stores, made of {@link Rows}: whoever has a database with transactions needs no more. */
public class RowBackend implements StateBackend {
  private final Rows rows;
  private final Store store;
  private final KeptTasks tasks;
  private final KeptEvents events;
  private final KeptSnapshots snapshots;
  private final KeptClaims claims;
  private final KeptOutbox outbox;
  private final KeptLetters letters;
  private final KeptEndpoints endpoints;
  private final KeptUsage usage;
  private final KeptAudit audit;
  private final KeptTransfer transfer;
  private volatile long idempotencyKeys;
  private volatile @Nullable Upkeep upkeep;

  /**
   * The stores of a database.
   *
   * @param limits how much is kept
   */
  public RowBackend(Rows rows, StateSettings settings, Limits limits) {
    this.rows = rows;
    this.store = new Store(rows, new Times(settings.clock()), limits);
    this.events = new KeptEvents(store);
    KeptLeases leases = new KeptLeases(store);
    this.snapshots = new KeptSnapshots(store, leases);
    this.claims = new KeptClaims(store, settings);
    this.letters = new KeptLetters(store);
    this.outbox = new KeptOutbox(store, letters);
    this.tasks = new KeptTasks(store, events, snapshots, claims, outbox, leases);
    this.endpoints = new KeptEndpoints(store);
    this.usage = new KeptUsage(store);
    this.audit = new KeptAudit(store);
    this.transfer = new KeptTransfer(store, this);
  }

  /**
   * Has {@link #upkeep()} done each minute from now on; for databases where writes do not forget.
   */
  public final void keepUp() {
    upkeep = Upkeep.of(this);
  }

  /**
   * Forgets some of what is too much or too old, a few hundred rows at a time; for databases where
   * writes do not.
   *
   * @return how many were forgotten; 0 when there is nothing left to forget
   */
  public Future<Integer> upkeep() {
    return store
        .read(reader -> reader.count(Table.CLAIMS))
        .onSuccess(keys -> idempotencyKeys = keys)
        .compose(keys -> store.ask(this::trim));
  }

  private int trim(RowWriter writer) {
    return tasks.trim(writer)
        + events.trim(writer)
        + snapshots.trim(writer)
        + claims.trim(writer)
        + letters.trim(writer)
        + usage.trim(writer)
        + audit.trim(writer);
  }

  void restore(RowWriter writer, StateKind kind, StateRow row) {
    JsonObject value = row.value().copy();
    switch (kind) {
      case TASKS -> tasks.restore(writer, row.key(), value);
      case EVENTS -> events.restore(writer, row.key(), value);
      case LEASES -> tasks.leases().restore(writer, row.key(), value);
      case SNAPSHOTS -> snapshots.restore(writer, row.key(), value);
      case CLAIMS -> claims.restore(writer, row.key(), value);
      case OUTBOX -> outbox.restore(writer, row.key(), value);
      case DEAD_LETTERS -> letters.restore(writer, value);
      case COUNTS -> KeptTransfer.restoreCount(writer, row);
      case USAGE -> usage.restore(writer, value);
      case AUDIT -> audit.restore(writer, value);
      case ENDPOINTS -> endpoints.restore(writer, value);
    }
  }

  @Override
  public final String name() {
    return rows.name();
  }

  @Override
  public final boolean durable() {
    return rows.durable();
  }

  @Override
  public final Future<Void> check() {
    return rows.check();
  }

  @Override
  public final TaskStore tasks() {
    return tasks;
  }

  @Override
  public final TaskEventStore events() {
    return events;
  }

  @Override
  public final IdempotencyStore idempotency() {
    return claims;
  }

  @Override
  public final SnapshotStore snapshots() {
    return snapshots;
  }

  @Override
  public final OutboxStore outbox() {
    return outbox;
  }

  @Override
  public final DeadLetterStore deadLetters() {
    return letters;
  }

  @Override
  public final EndpointStore endpoints() {
    return endpoints;
  }

  @Override
  public final UsageStore usage() {
    return usage;
  }

  @Override
  public final AuditStore audit() {
    return audit;
  }

  @Override
  public final StateTransfer transfer() {
    return transfer;
  }

  /** How many idempotency keys are remembered, as the last upkeep found. */
  public long idempotencyKeys() {
    return idempotencyKeys;
  }

  /** How many idempotency keys had to be forgotten before their time. */
  public final long idempotencyEvictions() {
    return claims.evictions();
  }

  @Override
  public final Future<Void> close() {
    Upkeep running = upkeep;
    if (running != null) {
      running.stop();
    }
    return rows.close();
  }
}
