package dev.roost.spi;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the records of tasks, and who works on them. Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>A full store forgets tasks that have ended, those first that ended first, with their log,
 *       states and lease. A task that runs is never forgotten.
 *   <li>Of several tasks of one request the one saved last is found.
 *   <li>The fences of a task's leases count up, whoever takes them, and none comes twice. Only the
 *       newest lease writes: what an older one commits is refused, however long it slept.
 *   <li>A lease lapses when its time is over by the clock of whoever looks. Until somebody else
 *       takes it, its holder may still write and renew it.
 * </ul>
 */
public interface TaskStore {
  /** Keeps a record, in the place of one with the same task id. */
  Future<Void> save(TaskRecord task);

  /**
   * Takes in a task that is to outlive its process: its record and log, its idempotency key and its
   * first lease, or nothing of it. Taking it in again gives it a new lease.
   *
   * @param task says by its {@link TaskRecord#work() work} which key it has
   * @param events how its log begins
   * @param fingerprint the hash of the request's content
   * @param holder who will work on it
   * @param length of the lease
   * @return fails as {@link IdempotencyStore#claim} if no more keys can be taken
   */
  Future<Admission> admit(
      TaskRecord task, List<TaskEvent> events, String fingerprint, String holder, Duration length);

  /**
   * Keeps all that belongs to one step of a task, or nothing of it. A step that ends the task gives
   * the lease back that it is made under.
   *
   * @return fails with {@link StateException.Reason#LEASE_LOST} if the change is made under a lease
   *     that is not the newest
   */
  Future<Void> commit(TaskChange change);

  /** The record of a task. */
  Future<Optional<TaskRecord>> find(String taskId);

  /** The record of the task that {@code owner} began with the envelope {@code requestId}. */
  Future<Optional<TaskRecord>> findByRequest(String owner, String requestId);

  /**
   * Takes the lease of a task, whether or not there is a record of it. Who holds it may take it
   * again, and has a new fence then.
   *
   * @param holder who will work on it, such as a node
   * @return empty if somebody else holds it
   */
  Future<Optional<Lease>> acquire(String taskId, String holder, Duration length);

  /**
   * Holds a lease longer.
   *
   * @return the same with a later end; empty if it is not the newest or was given back
   */
  Future<Optional<Lease>> renew(Lease lease, Duration length);

  /**
   * Holds several leases longer, as one call.
   *
   * @return those with a later end; one that is missing is not the newest or was given back
   */
  Future<List<Lease>> renew(List<Lease> leases, Duration length);

  /** Gives a lease back; does nothing if it is not the newest. */
  Future<Void> release(Lease lease);

  /** Leases that have lapsed and were not given back: what to take over, the first lapsed first. */
  default Future<List<Lease>> lapsed(int limit) {
    return lapsed(Optional.empty(), limit);
  }

  /**
   * The same, page by page.
   *
   * @param after the last of the page before
   */
  Future<List<Lease>> lapsed(Optional<Lease> after, int limit);
}
