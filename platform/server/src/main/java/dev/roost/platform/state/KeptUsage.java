package dev.roost.platform.state;

import dev.roost.spi.UsageAggregate;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageGrouping;
import dev.roost.spi.UsageStore;
import dev.roost.spi.UsageTally;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tasks have used, in rows. */
final class KeptUsage implements UsageStore {
  private static final int PAGE = 500;

  private final Store store;
  private final Trim trim;

  KeptUsage(Store store) {
    this.store = store;
    this.trim =
        new Trim(Table.USAGE_ORDER, rows -> rows.bytes(Table.USAGE), store.limits().usage());
  }

  @Override
  public Future<Void> record(List<UsageEvent> events) {
    return store.write(
        rows -> {
          for (UsageEvent event : events) {
            String key = Keys.of(event.id());
            if (rows.get(Table.USAGE, key).isEmpty()) {
              put(rows, event);
            }
          }
          store.trimAtOnce(rows, this::trim);
        });
  }

  private static void put(RowWriter rows, UsageEvent event) {
    String key = Keys.of(event.id());
    String order = order(event);
    rows.put(Table.USAGE, key, Seal.close(LedgerJson.of(event)));
    rows.put(Table.USAGE_ORDER, order, key);
    rows.put(Table.USAGE_AGENTS, Keys.from(event.agentId()) + order, key);
    rows.put(Table.USAGE_CONSUMERS, Keys.from(event.consumerId()) + order, key);
  }

  private static String order(UsageEvent event) {
    return Keys.of(Keys.time(event.timestamp()), event.id());
  }

  @Override
  public Future<List<UsageEvent>> query(Query query, int limit, int offset) {
    return store.read(rows -> query(rows, query, from(query), limit, offset));
  }

  @Override
  public Future<List<UsageEvent>> queryAfter(Query query, UsageEvent last, int limit) {
    String behind = prefix(query) + order(last) + '!';
    String from = from(query);
    return store.read(
        rows -> query(rows, query, behind.compareTo(from) > 0 ? behind : from, limit, 0));
  }

  /** Walks the index that leaves the fewest. */
  private static List<UsageEvent> query(
      RowReader rows, Query query, String first, int limit, int offset) {
    Table index = index(query);
    String from = first;
    String to = to(query);
    List<UsageEvent> found = new ArrayList<>();
    int skipped = 0;
    while (true) {
      List<Row> page = rows.range(index, from, to, PAGE);
      for (Row row : page) {
        Optional<UsageEvent> event = find(rows, row.value()).filter(query::matches);
        if (event.isPresent() && skipped++ >= offset && found.size() < limit) {
          found.add(event.get());
        }
      }
      if (page.size() < PAGE || found.size() >= limit) {
        return found;
      }
      from = page.get(PAGE - 1).key() + '!';
    }
  }

  private static String prefix(Query query) {
    return query.agentId().or(query::consumerId).map(Keys::from).orElse("");
  }

  private static String from(Query query) {
    return prefix(query) + query.start().map(KeptUsage::notBefore).orElse("");
  }

  private static String to(Query query) {
    return prefix(query) + query.end().map(KeptUsage::behind).orElse(Keys.LAST);
  }

  /** A page of an index, and where the next begins; none after the last. */
  private record Page(List<UsageEvent> events, Optional<String> next) {}

  /** Looks at one page at a time, so that nobody waits for long. */
  @Override
  public Future<List<UsageAggregate>> aggregate(Query query, UsageGrouping grouping) {
    UsageTally tally = new UsageTally(grouping);
    return addUp(query, from(query), tally).map(done -> tally.sums());
  }

  private Future<Void> addUp(Query query, String from, UsageTally tally) {
    return store
        .read(rows -> page(rows, query, from))
        .compose(
            page -> {
              page.events().forEach(tally::add);
              return page.next()
                  .map(next -> addUp(query, next, tally))
                  .orElseGet(Future::succeededFuture);
            });
  }

  private static Page page(RowReader rows, Query query, String from) {
    Table index = isEverything(query) ? Table.USAGE : index(query);
    List<Row> page = rows.range(index, from, to(query), PAGE);
    List<UsageEvent> events =
        page.stream()
            .map(row -> index == Table.USAGE ? open(row) : find(rows, row.value()))
            .flatMap(Optional::stream)
            .filter(query::matches)
            .toList();
    boolean last = page.size() < PAGE;
    return new Page(events, last ? Optional.empty() : Optional.of(page.get(PAGE - 1).key() + '!'));
  }

  /** Then the order does not matter, and no index is needed. */
  private static boolean isEverything(Query query) {
    return index(query) == Table.USAGE_ORDER && query.start().isEmpty() && query.end().isEmpty();
  }

  private static Optional<UsageEvent> open(Row row) {
    return Seal.open(Table.USAGE, row).map(LedgerJson::usage);
  }

  private static Table index(Query query) {
    if (query.agentId().isPresent()) {
      return Table.USAGE_AGENTS;
    }
    return query.consumerId().isPresent() ? Table.USAGE_CONSUMERS : Table.USAGE_ORDER;
  }

  private static String notBefore(Instant time) {
    return Keys.number(Math.max(0, Keys.micros(time)));
  }

  private static String behind(Instant time) {
    return Keys.number(Math.max(0, Keys.micros(time) + 1));
  }

  private static Optional<UsageEvent> find(RowReader rows, String key) {
    return rows.get(Table.USAGE, key)
        .flatMap(row -> Seal.open(Table.USAGE, key, row))
        .map(LedgerJson::usage);
  }

  @Override
  public Future<Long> count() {
    return store.read(rows -> rows.count(Table.USAGE_ORDER));
  }

  @Override
  public Future<Integer> purge(Instant before, int limit) {
    return store.ask(
        rows -> {
          List<Row> some = rows.range(Table.USAGE_ORDER, Keys.FIRST, notBefore(before), limit);
          some.forEach(row -> remove(rows, row));
          return some.size();
        });
  }

  private static void remove(RowWriter rows, Row oldest) {
    find(rows, oldest.value())
        .ifPresent(
            event -> {
              rows.delete(Table.USAGE_AGENTS, Keys.from(event.agentId()) + order(event));
              rows.delete(Table.USAGE_CONSUMERS, Keys.from(event.consumerId()) + order(event));
            });
    rows.delete(Table.USAGE, oldest.value());
    rows.delete(Table.USAGE_ORDER, oldest.key());
  }

  int trim(RowWriter rows) {
    return trim.run(rows, store.times().nowMicros(), KeptUsage::remove);
  }

  void restore(RowWriter rows, JsonObject row) {
    put(rows, LedgerJson.usage(row));
  }
}
