/**
 * What the sender and the receiver of a webhook share: how a delivery is written, signed and
 * believed. Nothing here opens a connection.
 *
 * <p>A receiver holds the secret that the sender's owner was shown, and asks a {@link
 * dev.roost.client.webhook.WebhookVerifier} before it believes anything; in a Vert.x server a
 * {@link dev.roost.client.webhook.WebhookHandler} does all of it:
 *
 * <pre>{@code
 * WebhookVerifier verifier =
 *     WebhookVerifier.builder().secret(WebhookSecret.parse(secret)).build();
 * vertx
 *     .createHttpServer()
 *     .requestHandler(
 *         WebhookHandler.builder(vertx, verifier, delivery -> store(delivery.event())).build())
 *     .listen(8443);
 * }</pre>
 *
 * <p>Terms: an <em>event</em> is what happened; a <em>delivery</em> is one event for one receiver,
 * and has one {@code webhook-id} however often it is attempted; each <em>attempt</em> is signed
 * anew. Two schemes of signatures are written side by side: those of Standard Webhooks, over id,
 * time and body, and {@code X-ASAP-Signature}, over the body alone.
 *
 * <p>No secret is in any text made here.
 */
@NullMarked
package dev.roost.client.webhook;

import org.jspecify.annotations.NullMarked;
