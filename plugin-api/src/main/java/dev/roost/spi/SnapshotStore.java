package dev.roost.spi;

import dev.roost.protocol.StateSnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Keeps the versions of the states of tasks. A store may be bounded; it then forgets the oldest
 * versions of a task, and the states of tasks that were not written to for the longest time. Any
 * thread may call it; nothing blocks.
 */
public interface SnapshotStore {
  /** Keeps a new version, numbered one higher than the last, beginning with 1. */
  Future<StateSnapshot> save(String taskId, JsonObject data, boolean checkpoint);

  /** The newest version. */
  Future<Optional<StateSnapshot>> latest(String taskId);

  /** A certain version. */
  Future<Optional<StateSnapshot>> find(String taskId, long version);

  /** A version by its id. */
  Future<Optional<StateSnapshot>> find(String taskId, String snapshotId);
}
