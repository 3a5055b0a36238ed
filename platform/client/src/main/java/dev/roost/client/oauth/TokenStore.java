package dev.roost.client.oauth;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where sessions lie while nobody needs them. A store is small: one session for each issuer, client
 * and target.
 */
public interface TokenStore {
  /** What is there. */
  Future<List<Session>> sessions();

  /**
   * Changes what is there, as a whole or not at all. When it completes, the change outlives a
   * crash. Where processes share the store, it is to be called within {@link #alone}.
   *
   * @param change makes the new list of the old one; called on any thread, and must not block
   */
  Future<List<Session>> change(Function<List<Session>, List<Session>> change);

  /**
   * Does something that nobody else may do with these sessions meanwhile, also no other process
   * where processes share the store: what refreshes the same token twice loses it.
   *
   * @param work within which {@link #sessions} and {@link #change} may be called
   */
  <T> Future<T> alone(Supplier<Future<T>> work);
}
