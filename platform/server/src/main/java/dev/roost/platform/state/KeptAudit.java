package dev.roost.platform.state;

import dev.roost.protocol.Ids;
import dev.roost.spi.AuditChain;
import dev.roost.spi.AuditEntry;
import dev.roost.spi.AuditLine;
import dev.roost.spi.AuditStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The audit log in rows. */
final class KeptAudit implements AuditStore {
  private final Store store;
  private final Trim trim;

  KeptAudit(Store store) {
    this.store = store;
    this.trim =
        new Trim(Table.AUDIT_ORDER, rows -> rows.bytes(Table.AUDIT), store.limits().audit());
  }

  @Override
  public Future<AuditEntry> append(String operation, String agentUrn, JsonObject details) {
    JsonObject kept = new JsonObject(details.encode());
    try {
      AuditChain.hash("", Instant.EPOCH, operation, kept);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return store.ask(
        rows ->
            append(rows, List.of(new AuditLine(store.times().now(), operation, agentUrn, kept)))
                .get(0));
  }

  @Override
  public Future<List<AuditEntry>> append(List<AuditLine> lines) {
    List<AuditLine> kept = new ArrayList<>();
    try {
      for (AuditLine line : lines) {
        JsonObject details = new JsonObject(line.details().encode());
        Instant time = Keys.instant(Keys.micros(line.timestamp()));
        AuditChain.hash("", time, line.operation(), details);
        kept.add(new AuditLine(time, line.operation(), line.agentUrn(), details));
      }
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return store.ask(rows -> append(rows, kept));
  }

  private List<AuditEntry> append(RowWriter rows, List<AuditLine> lines) {
    List<Row> tail = rows.rangeDown(Table.AUDIT, Keys.FIRST, Keys.LAST, 1);
    long sequence = tail.isEmpty() ? 0 : Long.parseLong(tail.get(0).key());
    Optional<AuditEntry> last =
        tail.stream()
            .findFirst()
            .flatMap(row -> Seal.open(Table.AUDIT, row))
            .map(LedgerJson::audit);
    List<AuditEntry> entries = new ArrayList<>();
    for (AuditLine line : lines) {
      AuditEntry entry = next(line, ++sequence, last);
      put(rows, entry);
      entries.add(entry);
      last = Optional.of(entry);
    }
    store.trimAtOnce(rows, this::trim);
    return entries;
  }

  private static AuditEntry next(AuditLine line, long sequence, Optional<AuditEntry> last) {
    Instant time = later(line.timestamp(), last.map(AuditEntry::timestamp));
    String before = last.map(AuditEntry::hash).orElse("");
    return new AuditEntry(
        sequence,
        Ids.secret("aud_"),
        time,
        line.operation(),
        line.agentUrn(),
        line.details(),
        before,
        AuditChain.hash(before, time, line.operation(), line.details()));
  }

  private static Instant later(Instant now, Optional<Instant> last) {
    return last.filter(now::isBefore).orElse(now);
  }

  private static void put(RowWriter rows, AuditEntry entry) {
    String key = Keys.number(entry.sequence());
    String order = Keys.of(Keys.time(entry.timestamp()), key);
    rows.put(Table.AUDIT, key, Seal.close(LedgerJson.of(entry)));
    rows.put(Table.AUDIT_ORDER, order, key);
    rows.put(Table.AUDIT_AGENTS, Keys.from(entry.agentUrn()) + order, key);
  }

  @Override
  public Future<List<AuditEntry>> query(Query query, int limit, int offset) {
    Table index = query.agentUrn().isPresent() ? Table.AUDIT_AGENTS : Table.AUDIT_ORDER;
    String prefix = query.agentUrn().map(Keys::from).orElse("");
    String from = prefix + query.start().map(KeptAudit::notBefore).orElse("");
    String to =
        prefix
            + query
                .end()
                .map(time -> Keys.number(Math.max(0, Keys.micros(time) + 1)))
                .orElse(Keys.LAST);
    int wanted = (int) Math.min(Integer.MAX_VALUE, (long) limit + offset);
    return store.read(
        rows ->
            rows.range(index, from, to, wanted).stream()
                .skip(offset)
                .map(row -> find(rows, row.value()))
                .flatMap(Optional::stream)
                .toList());
  }

  private static String notBefore(Instant time) {
    return Keys.number(Math.max(0, Keys.micros(time)));
  }

  private static Optional<AuditEntry> find(RowReader rows, String key) {
    return rows.get(Table.AUDIT, key)
        .flatMap(row -> Seal.open(Table.AUDIT, key, row))
        .map(LedgerJson::audit);
  }

  @Override
  public Future<List<AuditEntry>> read(long after, int limit) {
    return store.read(rows -> read(rows, after, limit));
  }

  /** Damaged rows are passed over, so that a short page means the end. */
  private static List<AuditEntry> read(RowReader rows, long after, int limit) {
    List<AuditEntry> found = new ArrayList<>();
    String from = Keys.number(Math.max(0, after) + 1);
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<Row> page = rows.range(Table.AUDIT, from, Keys.LAST, wanted);
      page.stream()
          .map(row -> Seal.open(Table.AUDIT, row))
          .flatMap(Optional::stream)
          .map(LedgerJson::audit)
          .forEach(found::add);
      if (page.size() < wanted) {
        return found;
      }
      from = page.get(wanted - 1).key() + '!';
    }
    return found;
  }

  @Override
  public Future<Long> lastSequence() {
    return store.read(
        rows ->
            rows.rangeDown(Table.AUDIT, Keys.FIRST, Keys.LAST, 1).stream()
                .mapToLong(row -> Long.parseLong(row.key()))
                .sum());
  }

  int trim(RowWriter rows) {
    return trim.run(rows, store.times().nowMicros(), KeptAudit::remove);
  }

  private static void remove(RowWriter rows, Row oldest) {
    find(rows, oldest.value())
        .ifPresent(
            entry -> rows.delete(Table.AUDIT_AGENTS, Keys.from(entry.agentUrn()) + oldest.key()));
    rows.delete(Table.AUDIT, oldest.value());
    rows.delete(Table.AUDIT_ORDER, oldest.key());
  }

  void restore(RowWriter rows, JsonObject row) {
    put(rows, LedgerJson.audit(row));
  }
}
