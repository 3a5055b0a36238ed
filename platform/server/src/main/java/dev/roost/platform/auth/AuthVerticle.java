package dev.roost.platform.auth;

import dev.roost.agent.Addresses;
import dev.roost.protocol.AsapException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;

/** Answers {@code roost.auth.authenticate}: {@link Credentials} to a principal or a failure. */
public final class AuthVerticle extends VerticleBase {
  private final BearerTokens tokens;

  /** With the tokens of the configuration. */
  public AuthVerticle(AuthConfig config) {
    this.tokens = new BearerTokens(config.tokens());
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().localConsumer(Addresses.AUTHENTICATE, this::authenticate).completion();
  }

  private void authenticate(Message<Credentials> message) {
    try {
      message.reply(tokens.authenticate(message.body()));
    } catch (AsapException e) {
      message.fail(e.error().code(), e.error().toJson().encode());
    }
  }
}
