package dev.roost.spi;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Keeps endpoints until they are removed. Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>There are about {@link #MAX} at most, and {@link #MAX_PER_OWNER} of each owner; adding more
 *       fails with {@link StateException.Reason#OVERLOADED}.
 *   <li>An owner does not change.
 * </ul>
 */
public interface EndpointStore {
  /** How many there are at most; nodes that add at the same time can pass it by a few. */
  int MAX = 10_000;

  /** How many an owner has at most. */
  int MAX_PER_OWNER = 100;

  /** Adds one; does nothing if its id is there already, so that adding can be repeated. */
  Future<Void> add(WebhookEndpoint endpoint);

  /**
   * Puts an endpoint in the place of what was there under its id.
   *
   * @return whether that was the version before it; otherwise nothing is changed
   */
  Future<Boolean> replace(WebhookEndpoint endpoint);

  /** An endpoint. */
  Future<Optional<WebhookEndpoint>> find(String id);

  /**
   * Endpoints in the order of their ids.
   *
   * @param owner only his
   * @param after the id of the last one on the page before
   * @param limit at most so many
   */
  Future<List<WebhookEndpoint>> list(Optional<String> owner, Optional<String> after, int limit);

  /**
   * Removes an endpoint.
   *
   * @return whether it was there
   */
  Future<Boolean> remove(String id);
}
