package dev.roost.platform.task;

import dev.roost.spi.Lease;
import dev.roost.spi.TaskStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds many leases longer, with a transaction for a thousand of them. */
final class LeaseBatches {
  private static final int BATCH = 1_000;

  private LeaseBatches() {}

  /**
   * What became of leases.
   *
   * @param longer those that are held longer
   * @param lost those that somebody else has taken, or that were given back
   */
  record Renewed(List<Lease> longer, List<Lease> lost) {}

  static Future<Renewed> renew(TaskStore store, List<Lease> leases, Duration length) {
    List<Future<List<Lease>>> batches = new ArrayList<>();
    for (int i = 0; i < leases.size(); i += BATCH) {
      batches.add(store.renew(leases.subList(i, Math.min(leases.size(), i + BATCH)), length));
    }
    return Future.all(batches)
        .map(done -> batches.stream().flatMap(batch -> batch.result().stream()).toList())
        .map(longer -> new Renewed(longer, without(leases, longer)));
  }

  private static List<Lease> without(List<Lease> leases, List<Lease> longer) {
    Set<String> found =
        longer.stream().map(Lease::taskId).collect(Collectors.toCollection(HashSet::new));
    return leases.stream().filter(lease -> !found.contains(lease.taskId())).toList();
  }
}
