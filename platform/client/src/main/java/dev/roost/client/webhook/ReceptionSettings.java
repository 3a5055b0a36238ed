package dev.roost.client.webhook;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * What all receptions share.
 *
 * @param release gives the slot of a request back
 */
record ReceptionSettings(
    Vertx vertx,
    WebhookVerifier verifier,
    OnceOnly onceOnly,
    int maxBodyBytes,
    Duration timeout,
    BiConsumer<Integer, String> refusals,
    Runnable release) {
  static ReceptionSettings of(WebhookHandlerBuilder builder, Runnable release) {
    return new ReceptionSettings(
        builder.vertx,
        builder.verifier,
        new OnceOnly(builder),
        builder.maxBodyBytes,
        builder.timeout,
        builder.refusals,
        release);
  }
}
