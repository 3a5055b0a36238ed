package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Remembers which requests have been taken, so that one that is sent again runs once. Any thread
 * may call it; nothing blocks. Each call is atomic: of any number of claims of one key, one is
 * first.
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

  /** Gives a key back, as if it had never been taken. */
  Future<Void> release(Key key);
}
