package dev.roost.client;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Gives the bearer tokens that are shown to peers. Asked for every message, so it keeps what it has
 * as long as it is good; any thread may ask, and nothing may block.
 */
@FunctionalInterface
public interface TokenProvider {
  /** Shows nothing. */
  TokenProvider NONE = baseUrl -> Future.succeededFuture(Optional.empty());

  /** Shows the same token to every peer that the client talks to. */
  static TokenProvider of(Secret token) {
    return baseUrl -> Future.succeededFuture(Optional.of(token));
  }

  /**
   * The token for a peer, and for no other.
   *
   * @param baseUrl the peer
   * @return empty if none is to be shown
   */
  Future<Optional<Secret>> token(String baseUrl);

  /**
   * Hears that the peer does not take a token any more.
   *
   * @return whether there is hope for another one; then it is asked for, and the message is sent
   *     once more
   */
  default boolean refused(String baseUrl, Secret token) {
    return false;
  }
}
