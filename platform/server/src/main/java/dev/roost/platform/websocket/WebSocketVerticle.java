package dev.roost.platform.websocket;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Ends the connections when the node stops. The connections themselves live on the event loops of
 * the HTTP verticles.
 */
final class WebSocketVerticle extends VerticleBase {
  private final WebSocketBinding binding;

  WebSocketVerticle(WebSocketBinding binding) {
    this.binding = binding;
  }

  @Override
  public Future<?> stop() {
    return binding.stop();
  }
}
