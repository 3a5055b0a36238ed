package dev.roost.platform.state;

import java.time.Duration;

/** Everything in memory, bounded: what ended first is forgotten first. */
public final class MemoryBackend extends RowBackend {
  private static final Duration LONGEST_CALL = Duration.ofDays(1);

  private final MemoryRows rows;

  /**
   * With the shipped bounds.
   *
   * @param idempotency how long an idempotency key is remembered
   */
  public MemoryBackend(Duration idempotency) {
    this(StateSettings.of(idempotency, LONGEST_CALL));
  }

  /** With the shipped bounds. */
  public MemoryBackend(StateSettings settings) {
    this(settings, Limits.MEMORY);
  }

  MemoryBackend(StateSettings settings, Limits limits) {
    this(new MemoryRows(), settings, limits);
  }

  private MemoryBackend(MemoryRows rows, StateSettings settings, Limits limits) {
    super(rows, settings, limits);
    this.rows = rows;
  }

  @Override
  public long idempotencyKeys() {
    return rows.rows(Table.CLAIMS);
  }
}
