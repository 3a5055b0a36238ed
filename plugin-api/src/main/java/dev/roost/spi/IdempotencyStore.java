package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Remembers which requests have been taken, so that one that is sent again runs once. Besides what
 * {@link StateBackend} says:
 *
 * <ul>
 *   <li>Of any number of claims of one key, one is first; the others learn of it.
 *   <li>A key is taken until it is given back or forgotten: after it was settled for the time that
 *       the configuration names, and if it never was, for longer than any call may take. So a
 *       process that ended without settling does not hold a key for ever.
 *   <li>A full store forgets settled keys before their time, those first that were settled first.
 *       It never forgets one of a running call: it refuses new ones.
 *   <li>The first outcome counts. To settle or give back a key that is not taken does nothing, nor
 *       to give back one that is settled.
 * </ul>
 */
public interface IdempotencyStore {
  /**
   * Names a request.
   *
   * @param caller whose key it is
   * @param key the caller's name for it
   */
  record Key(String caller, String key) {
    /** Refuses missing parts. */
    public Key {
      requireNonNull(caller, "caller");
      requireNonNull(key, "key");
    }
  }

  /**
   * What is known of a key.
   *
   * @param first whether this claim took it
   * @param fingerprint the hash of the request that took it
   * @param taskId the call that the request became
   * @param outcome how the call ended; empty while it runs
   */
  record Claim(boolean first, String fingerprint, String taskId, Optional<Outcome> outcome) {
    /** Refuses missing parts. */
    public Claim {
      requireNonNull(fingerprint, "fingerprint");
      requireNonNull(taskId, "taskId");
      requireNonNull(outcome, "outcome");
    }
  }

  /**
   * Takes a key, unless it is taken.
   *
   * @param fingerprint the hash of the request's content
   * @param taskId the call that the request becomes if this claim is first
   * @return fails with {@link dev.roost.protocol.AsapException} -32040 if no more keys can be taken
   */
  Future<Claim> claim(Key key, String fingerprint, String taskId);

  /** Notes how the call behind a key ended; from now on the key may be forgotten in time. */
  Future<Void> settle(Key key, Outcome outcome);

  /** Gives the key of a running call back, as if it had never been taken. */
  Future<Void> release(Key key);

  /** The same, if that is still the call behind it: two who give it back do not harm the next. */
  Future<Void> release(Key key, String taskId);
}
