package dev.roost.platform.state;

import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.SnapshotStore;
import dev.roost.spi.StateBackend;
import dev.roost.spi.TaskEventStore;
import dev.roost.spi.TaskStore;
import java.time.Duration;

/** Everything in memory, bounded: what ended first is forgotten first. */
public final class MemoryBackend implements StateBackend {
  private final MemoryTasks tasks = new MemoryTasks(MemoryTasks.MAX_TASKS, MemoryTasks.MAX_BYTES);
  private final MemoryEvents events =
      new MemoryEvents(MemoryEvents.MAX_LOGS, MemoryEvents.MAX_BYTES);
  private final MemorySnapshots snapshots =
      new MemorySnapshots(MemorySnapshots.MAX_TASKS, MemorySnapshots.MAX_BYTES);
  private final MemoryIdempotency idempotency;

  /**
   * With the shipped bounds.
   *
   * @param idempotency how long an idempotency key is remembered
   */
  public MemoryBackend(Duration idempotency) {
    this.idempotency =
        new MemoryIdempotency(
            MemoryIdempotency.MAX_KEYS, MemoryIdempotency.MAX_BYTES, idempotency, System::nanoTime);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public TaskStore tasks() {
    return tasks;
  }

  @Override
  public TaskEventStore events() {
    return events;
  }

  @Override
  public IdempotencyStore idempotency() {
    return idempotency;
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  /** How many idempotency keys had to be forgotten before their time. */
  public long idempotencyEvictions() {
    return idempotency.evictions();
  }

  /** How many idempotency keys are remembered. */
  public int idempotencyKeys() {
    return idempotency.size();
  }
}
