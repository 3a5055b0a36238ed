package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import java.util.Optional;

/** How one gets tokens for a target. */
interface Grant {
  /**
   * Gets one. Called on a context of the provider's Vert.x, and not again before it is done.
   *
   * @param refused a token that is not to be had again
   */
  Future<IssuedToken> obtain(Optional<Secret> refused);
}
