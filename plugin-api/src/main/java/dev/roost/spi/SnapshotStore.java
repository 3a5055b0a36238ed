package dev.roost.spi;

import dev.roost.protocol.StateSnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the versions of the states of tasks. Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>A new version is one higher than the newest that is kept, beginning with 1: no two saves
 *       get the same one, and none is left out.
 *   <li>Of those who expect the same version, one succeeds.
 *   <li>A version is never changed. One that was damaged is not served: the newest is then the one
 *       before it, while its number stays taken.
 *   <li>At least the newest {@value #VERSIONS} versions of a task are kept. A full store forgets
 *       the states of those tasks that were not written to for the longest time.
 * </ul>
 */
public interface SnapshotStore {
  /** How many versions of a task are kept at least. */
  int VERSIONS = 10;

  /** Keeps a new version, whatever the newest is. */
  Future<StateSnapshot> save(String taskId, JsonObject data, boolean checkpoint);

  /**
   * Keeps a new version if nobody did meanwhile.
   *
   * @param expected the version that the new one is made from; 0 if there is none
   * @return fails with {@link StateException.Reason#VERSION_CONFLICT} if that is not the newest
   */
  Future<StateSnapshot> save(String taskId, long expected, JsonObject data, boolean checkpoint);

  /**
   * Keeps a new version for whoever works on the task.
   *
   * @return fails with {@link StateException.Reason#LEASE_LOST} if somebody else does meanwhile
   */
  Future<StateSnapshot> save(Lease lease, JsonObject data, boolean checkpoint);

  /** The newest version. */
  Future<Optional<StateSnapshot>> latest(String taskId);

  /** A certain version. */
  Future<Optional<StateSnapshot>> find(String taskId, long version);

  /** A version by its id. */
  Future<Optional<StateSnapshot>> find(String taskId, String snapshotId);

  /** The numbers of the versions that are kept, counting up; empty if there are none. */
  Future<List<Long>> versions(String taskId);

  /** Forgets a version; answers whether it was there. */
  Future<Boolean> delete(String taskId, long version);

  /** Forgets all versions; answers whether there was one. */
  Future<Boolean> delete(String taskId);
}
