package dev.roost.platform.state;

import dev.roost.spi.Lease;
import dev.roost.spi.StateException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Leases of tasks in rows. One that was given back stays as its fence, with nobody as holder. */
final class KeptLeases {
  private static final String NOBODY = "";
  private static final char JUST_BEHIND = ' ';

  private final Store store;

  KeptLeases(Store store) {
    this.store = store;
  }

  Optional<Lease> acquire(RowWriter rows, String taskId, String holder, Duration length) {
    Optional<Lease> current = find(rows, taskId);
    if (current.filter(lease -> isHeldByOther(lease, holder)).isPresent()) {
      return Optional.empty();
    }
    current.ifPresent(lease -> rows.delete(Table.LEASE_ORDER, order(lease)));
    long fence = current.map(Lease::fence).orElse(0L) + 1;
    return Optional.of(
        put(rows, new Lease(taskId, holder, fence, store.times().now().plus(length))));
  }

  private boolean isHeldByOther(Lease lease, String holder) {
    return !lease.holder().equals(NOBODY)
        && !lease.holder().equals(holder)
        && lease.expiresAt().isAfter(store.times().now());
  }

  Optional<Lease> renew(RowWriter rows, Lease lease, Duration length) {
    Optional<Lease> current = find(rows, lease.taskId()).filter(held -> isSame(held, lease));
    current.ifPresent(held -> rows.delete(Table.LEASE_ORDER, order(held)));
    return current.map(
        held ->
            put(
                rows,
                new Lease(
                    held.taskId(), held.holder(), held.fence(), store.times().now().plus(length))));
  }

  List<Lease> renew(RowWriter rows, List<Lease> leases, Duration length) {
    return leases.stream()
        .map(lease -> renew(rows, lease, length))
        .flatMap(Optional::stream)
        .toList();
  }

  void release(RowWriter rows, Lease lease) {
    find(rows, lease.taskId())
        .filter(held -> isSame(held, lease))
        .ifPresent(
            held -> {
              rows.delete(Table.LEASE_ORDER, order(held));
              Lease free = new Lease(held.taskId(), NOBODY, held.fence(), held.expiresAt());
              rows.put(Table.LEASES, Keys.of(held.taskId()), Seal.close(TaskJson.of(free)));
            });
  }

  /** Refuses a lease that is not the newest of its task, or was given back. */
  void check(RowReader rows, Lease lease) {
    if (find(rows, lease.taskId()).filter(held -> isSame(held, lease)).isEmpty()) {
      throw StateException.leaseLost(lease.taskId(), lease.fence());
    }
  }

  private static boolean isSame(Lease held, Lease lease) {
    return held.fence() == lease.fence() && held.holder().equals(lease.holder());
  }

  List<Lease> lapsed(RowReader rows, Optional<Lease> after, int limit) {
    String from = after.map(lease -> order(lease) + JUST_BEHIND).orElse(Keys.FIRST);
    String behindNow = Keys.number(store.times().nowMicros() + 1);
    return rows.range(Table.LEASE_ORDER, from, behindNow, limit).stream()
        .map(row -> find(rows, row.value()))
        .flatMap(Optional::stream)
        .toList();
  }

  void forget(RowWriter rows, String taskId) {
    find(rows, taskId).ifPresent(lease -> rows.delete(Table.LEASE_ORDER, order(lease)));
    rows.delete(Table.LEASES, Keys.of(taskId));
  }

  private static Optional<Lease> find(RowReader rows, String taskId) {
    String key = Keys.of(taskId);
    return rows.get(Table.LEASES, key)
        .flatMap(row -> Seal.open(Table.LEASES, key, row))
        .map(TaskJson::lease);
  }

  private static Lease put(RowWriter rows, Lease lease) {
    Lease kept =
        new Lease(
            lease.taskId(),
            lease.holder(),
            lease.fence(),
            Keys.instant(Keys.micros(lease.expiresAt())));
    rows.put(Table.LEASES, Keys.of(lease.taskId()), Seal.close(TaskJson.of(kept)));
    rows.put(Table.LEASE_ORDER, order(kept), lease.taskId());
    return kept;
  }

  private static String order(Lease lease) {
    return Keys.of(Keys.time(lease.expiresAt()), lease.taskId());
  }

  void restore(RowWriter rows, String key, JsonObject row) {
    Lease lease = TaskJson.lease(row);
    forget(rows, lease.taskId());
    rows.put(Table.LEASES, key, Seal.close(row));
    if (!lease.holder().equals(NOBODY)) {
      rows.put(Table.LEASE_ORDER, order(lease), lease.taskId());
    }
  }
}
