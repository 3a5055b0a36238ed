package dev.roost.platform.state;

import dev.roost.spi.OutboxStore.Counts;
import java.util.List;

/**
 * The numbers of what was to be delivered. They are rows next to each other, to be read in one
 * look.
 */
final class Counters {
  static final String ACCEPTED = "outbox.accepted";
  static final String DEAD = "outbox.dead";
  static final String DELIVERED = "outbox.delivered";
  static final String FILTERED = "outbox.filtered";

  /** How long the rows of the dead letters are, which databases on a disk do not count. */
  static final String LETTER_BYTES = "outbox.letter_bytes";

  static final String PENDING = "outbox.pending";
  static final String PURGED = "outbox.purged";

  private Counters() {}

  static long letterBytes(RowReader rows) {
    return rows.get(Table.COUNTS, LETTER_BYTES).map(Long::parseLong).orElse(0L);
  }

  static Counts read(RowReader rows) {
    List<Row> all = rows.range(Table.COUNTS, Keys.FIRST, Keys.LAST, Integer.MAX_VALUE);
    return new Counts(
        of(all, ACCEPTED),
        of(all, PENDING),
        of(all, DELIVERED),
        of(all, DEAD),
        of(all, PURGED),
        of(all, FILTERED));
  }

  private static long of(List<Row> all, String name) {
    return all.stream()
        .filter(row -> row.key().equals(name))
        .mapToLong(row -> Long.parseLong(row.value()))
        .sum();
  }
}
