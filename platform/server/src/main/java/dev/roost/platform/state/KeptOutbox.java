package dev.roost.platform.state;

import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be delivered, in rows. A row is due from {@code due} on; a taken one, later. */
final class KeptOutbox implements OutboxStore {
  private static final String DUE = "due";
  private static final int PAGE = 200;

  private final Store store;
  private final KeptLetters letters;

  KeptOutbox(Store store, KeptLetters letters) {
    this.store = store;
    this.letters = letters;
    letters.outbox(this);
  }

  @Override
  public Future<Void> add(List<OutboxEntry> entries) {
    return store.write(rows -> add(rows, entries));
  }

  void add(RowWriter rows, List<OutboxEntry> entries) {
    for (OutboxEntry entry : entries) {
      String key = Keys.of(entry.id());
      boolean known =
          rows.get(Table.OUTBOX, key).isPresent() || rows.get(Table.DEAD_LETTERS, key).isPresent();
      if (!known) {
        insert(rows, entry);
        rows.add(Table.COUNTS, Counters.ACCEPTED, 1);
      }
    }
  }

  /** Puts a new entry in, if there is room. */
  void insert(RowWriter rows, OutboxEntry entry) {
    Bound bound = store.limits().outbox();
    if (rows.count(Table.OUTBOX) >= bound.rows() || rows.bytes(Table.OUTBOX) >= bound.bytes()) {
      throw StateException.overloaded("deliveries", rows.count(Table.OUTBOX));
    }
    put(rows, entry, Keys.micros(entry.nextAttemptAt()));
    rows.add(Table.COUNTS, Counters.PENDING, 1);
  }

  private static void put(RowWriter rows, OutboxEntry entry, long due) {
    String key = Keys.of(entry.id());
    rows.put(Table.OUTBOX, key, Seal.close(LedgerJson.of(entry).put(DUE, due)));
    rows.put(Table.OUTBOX_DUE, dueKey(entry.id(), due), Keys.of(entry.destination(), entry.id()));
  }

  private static String dueKey(String id, long due) {
    return Keys.of(Keys.number(due), id);
  }

  @Override
  public Future<List<OutboxEntry>> take(Duration length, Set<String> except, int limit) {
    Set<String> left = Set.copyOf(except.stream().map(Keys::of).toList());
    return store.ask(rows -> take(rows, length, left, limit));
  }

  private List<OutboxEntry> take(RowWriter rows, Duration length, Set<String> except, int limit) {
    long now = store.times().nowMicros();
    List<OutboxEntry> taken = new ArrayList<>();
    String from = Keys.FIRST;
    while (true) {
      List<Row> page = rows.range(Table.OUTBOX_DUE, from, Keys.number(now + 1), PAGE);
      for (Row due : page) {
        if (taken.size() < limit && !except.contains(destination(due))) {
          take(rows, due, now + length.toNanos() / 1_000).ifPresent(taken::add);
        }
      }
      if (page.size() < PAGE || taken.size() >= limit) {
        return taken;
      }
      from = page.get(PAGE - 1).key() + '!';
    }
  }

  private static String destination(Row due) {
    return due.value().substring(0, due.value().indexOf('/'));
  }

  private static Optional<OutboxEntry> take(RowWriter rows, Row due, long until) {
    String key = Keys.last(due.value());
    rows.delete(Table.OUTBOX_DUE, due.key());
    Optional<OutboxEntry> found = find(rows, key).map(LedgerJson::entry).map(KeptOutbox::taken);
    found.ifPresent(entry -> put(rows, entry, until));
    return found;
  }

  private static OutboxEntry taken(OutboxEntry entry) {
    return new OutboxEntry(
        entry.id(),
        entry.destination(),
        entry.payload(),
        entry.createdAt(),
        entry.attempts(),
        entry.nextAttemptAt(),
        entry.lastError(),
        entry.fence() + 1);
  }

  @Override
  public Future<Void> delivered(OutboxEntry taken) {
    return done(taken, Counters.DELIVERED);
  }

  @Override
  public Future<Void> filtered(OutboxEntry taken) {
    return done(taken, Counters.FILTERED);
  }

  private Future<Void> done(OutboxEntry taken, String counter) {
    return store.write(
        rows -> {
          remove(rows, taken);
          rows.add(Table.COUNTS, Counters.PENDING, -1);
          rows.add(Table.COUNTS, counter, 1);
        });
  }

  @Override
  public Future<Void> retry(OutboxEntry taken, Instant next, String error) {
    return store.write(
        rows -> put(rows, remove(rows, taken).failed(error, next), Keys.micros(next)));
  }

  @Override
  public Future<Void> giveBack(OutboxEntry taken, Instant next) {
    return store.write(rows -> put(rows, remove(rows, taken), Keys.micros(next)));
  }

  @Override
  public Future<Void> bury(OutboxEntry taken, String reason) {
    return store.write(
        rows -> {
          OutboxEntry entry = remove(rows, taken);
          rows.add(Table.COUNTS, Counters.PENDING, -1);
          letters.add(rows, entry.failed(reason, entry.nextAttemptAt()), reason);
        });
  }

  /** Takes an entry out, if it is the taker's. */
  private static OutboxEntry remove(RowWriter rows, OutboxEntry taken) {
    String key = Keys.of(taken.id());
    JsonObject row =
        find(rows, key)
            .filter(found -> found.getLong("fence") == taken.fence())
            .orElseThrow(() -> StateException.leaseLost(taken.id(), taken.fence()));
    rows.delete(Table.OUTBOX, key);
    rows.delete(Table.OUTBOX_DUE, dueKey(taken.id(), row.getLong(DUE)));
    return LedgerJson.entry(row);
  }

  private static Optional<JsonObject> find(RowReader rows, String key) {
    return rows.get(Table.OUTBOX, key).flatMap(row -> Seal.open(Table.OUTBOX, key, row));
  }

  @Override
  public Future<Counts> counts() {
    return store.read(Counters::read);
  }

  void restore(RowWriter rows, String key, JsonObject row) {
    find(rows, key)
        .ifPresent(
            old -> rows.delete(Table.OUTBOX_DUE, dueKey(old.getString("id"), old.getLong(DUE))));
    put(rows, LedgerJson.entry(row), row.getLong(DUE));
  }
}
