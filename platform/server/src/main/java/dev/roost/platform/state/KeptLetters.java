package dev.roost.platform.state;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.DeadLetter;
import dev.roost.spi.DeadLetterStore;
import dev.roost.spi.OutboxEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What could not be delivered, in rows. */
final class KeptLetters implements DeadLetterStore {
  private final Store store;
  private final Trim trim;
  private @Nullable KeptOutbox outbox;

  KeptLetters(Store store) {
    this.store = store;
    this.trim =
        new Trim(
            Table.DEAD_ORDER,
            rows -> Math.max(rows.bytes(Table.DEAD_LETTERS), Counters.letterBytes(rows)),
            store.limits().deadLetters());
  }

  /** Where letters go that are tried again; told once, since the two know each other. */
  void outbox(KeptOutbox where) {
    outbox = where;
  }

  void add(RowWriter rows, OutboxEntry entry, String reason) {
    long tick = store.times().tick();
    String cursor = Keys.of(Keys.number(tick), entry.id());
    put(rows, new DeadLetter(entry, reason, Keys.instant(tick), cursor));
    weigh(rows, Keys.of(entry.id()), 1);
    rows.add(Table.COUNTS, Counters.DEAD, 1);
    store.trimAtOnce(rows, this::trim);
  }

  private static void put(RowWriter rows, DeadLetter letter) {
    String key = Keys.of(letter.entry().id());
    rows.put(Table.DEAD_LETTERS, key, Seal.close(LedgerJson.of(letter)));
    rows.put(Table.DEAD_ORDER, letter.cursor(), key);
    rows.put(Table.DEAD_DESTINATIONS, ofDestination(letter), key);
  }

  /** Adds the length of a row, or takes it away. */
  private static void weigh(RowWriter rows, String key, int sign) {
    rows.get(Table.DEAD_LETTERS, key)
        .ifPresent(
            row -> rows.add(Table.COUNTS, Counters.LETTER_BYTES, sign * (long) row.length()));
  }

  private static String ofDestination(DeadLetter letter) {
    return Keys.of(letter.entry().destination()) + "/" + letter.cursor();
  }

  private static void remove(RowWriter rows, DeadLetter letter) {
    weigh(rows, Keys.of(letter.entry().id()), -1);
    rows.delete(Table.DEAD_LETTERS, Keys.of(letter.entry().id()));
    rows.delete(Table.DEAD_ORDER, letter.cursor());
    rows.delete(Table.DEAD_DESTINATIONS, ofDestination(letter));
    rows.add(Table.COUNTS, Counters.DEAD, -1);
  }

  @Override
  public Future<Optional<DeadLetter>> find(String id) {
    return store.read(rows -> find(rows, Keys.of(id)));
  }

  private static Optional<DeadLetter> find(RowReader rows, String key) {
    return rows.get(Table.DEAD_LETTERS, key)
        .flatMap(row -> Seal.open(Table.DEAD_LETTERS, key, row))
        .map(LedgerJson::letter);
  }

  @Override
  public Future<List<DeadLetter>> list(
      Optional<String> destination, Optional<String> after, int limit) {
    return store.read(
        rows -> {
          String prefix = destination.map(Keys::from).orElse("");
          String end = destination.map(Keys::behind).orElse(Keys.LAST);
          String to = after.map(cursor -> prefix + cursor).orElse(end);
          return rows.rangeDown(index(destination), prefix, to, limit).stream()
              .map(row -> find(rows, row.value()))
              .flatMap(Optional::stream)
              .toList();
        });
  }

  private static Table index(Optional<String> destination) {
    return destination.isPresent() ? Table.DEAD_DESTINATIONS : Table.DEAD_ORDER;
  }

  @Override
  public Future<Boolean> replay(String id) {
    return store.ask(rows -> replay(rows, Keys.of(id)));
  }

  private boolean replay(RowWriter rows, String key) {
    Optional<DeadLetter> found = find(rows, key);
    found.ifPresent(
        letter -> {
          remove(rows, letter);
          requireNonNull(outbox, "outbox").insert(rows, anew(letter.entry()));
        });
    return found.isPresent();
  }

  private OutboxEntry anew(OutboxEntry entry) {
    return new OutboxEntry(
        entry.id(),
        entry.destination(),
        entry.payload(),
        entry.createdAt(),
        0,
        store.times().now(),
        Optional.empty(),
        entry.fence());
  }

  @Override
  public Future<Integer> replaySince(Optional<String> destination, Instant since, int limit) {
    return store.ask(
        rows -> {
          String prefix = destination.map(Keys::from).orElse("");
          String end = destination.map(Keys::behind).orElse(Keys.LAST);
          List<Row> some = rows.range(index(destination), prefix + Keys.time(since), end, limit);
          return (int) some.stream().filter(row -> replay(rows, row.value())).count();
        });
  }

  @Override
  public Future<Integer> purge(Instant before, int limit) {
    return store.ask(
        rows -> {
          List<Row> some = rows.range(Table.DEAD_ORDER, Keys.FIRST, Keys.time(before), limit);
          some.forEach(row -> purge(rows, row));
          return some.size();
        });
  }

  private void purge(RowWriter rows, Row oldest) {
    find(rows, oldest.value())
        .ifPresentOrElse(letter -> remove(rows, letter), () -> removeDamaged(rows, oldest));
    rows.add(Table.COUNTS, Counters.PURGED, 1);
  }

  private static void removeDamaged(RowWriter rows, Row oldest) {
    weigh(rows, oldest.value(), -1);
    rows.delete(Table.DEAD_LETTERS, oldest.value());
    rows.delete(Table.DEAD_ORDER, oldest.key());
    rows.add(Table.COUNTS, Counters.DEAD, -1);
  }

  int trim(RowWriter rows) {
    return trim.run(rows, store.times().nowMicros(), this::purge);
  }

  void restore(RowWriter rows, JsonObject row) {
    put(rows, LedgerJson.letter(row));
  }
}
