package dev.roost.platform.state;

import dev.roost.protocol.Ids;
import dev.roost.protocol.StateSnapshot;
import dev.roost.spi.SnapshotStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** States of tasks in memory: the last few versions of each. */
final class MemorySnapshots implements SnapshotStore {
  static final int MAX_TASKS = 10_000;
  static final long MAX_BYTES = 32L << 20;
  static final int MAX_VERSIONS = 10;

  private final BoundedMap<String, List<StateSnapshot>> versions;

  MemorySnapshots(int maxTasks, long maxBytes) {
    this.versions = new BoundedMap<>(maxTasks, maxBytes, (id, gone) -> {});
  }

  @Override
  public synchronized Future<StateSnapshot> save(
      String taskId, JsonObject data, boolean checkpoint) {
    List<StateSnapshot> kept = new ArrayList<>(of(taskId));
    long version = kept.isEmpty() ? 1 : kept.get(kept.size() - 1).version() + 1;
    StateSnapshot snapshot =
        new StateSnapshot(Ids.secret("snap_"), taskId, version, data, checkpoint, Instant.now());
    kept.add(snapshot);
    List<StateSnapshot> newest =
        List.copyOf(kept.subList(Math.max(0, kept.size() - MAX_VERSIONS), kept.size()));
    versions.put(taskId, newest, newest.stream().mapToLong(one -> Weights.of(one.data())).sum());
    return Future.succeededFuture(snapshot);
  }

  @Override
  public Future<Optional<StateSnapshot>> latest(String taskId) {
    List<StateSnapshot> kept = of(taskId);
    return Future.succeededFuture(
        kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1)));
  }

  @Override
  public Future<Optional<StateSnapshot>> find(String taskId, long version) {
    return first(taskId, snapshot -> snapshot.version() == version);
  }

  @Override
  public Future<Optional<StateSnapshot>> find(String taskId, String snapshotId) {
    return first(taskId, snapshot -> snapshot.id().equals(snapshotId));
  }

  private Future<Optional<StateSnapshot>> first(String taskId, Predicate<StateSnapshot> wanted) {
    return Future.succeededFuture(of(taskId).stream().filter(wanted).findFirst());
  }

  private List<StateSnapshot> of(String taskId) {
    List<StateSnapshot> kept = versions.get(taskId);
    return kept == null ? List.of() : kept;
  }
}
