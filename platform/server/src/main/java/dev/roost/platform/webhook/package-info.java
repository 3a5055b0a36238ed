/**
 * Webhooks: what happens to tasks is told to those who asked for it, signed, once at least.
 *
 * <p>An <em>event</em> for one <em>target</em> (an endpoint, or the callback of a request) is a
 * <em>delivery</em>: an entry of the outbox, written in the same step as the event. {@link
 * dev.roost.platform.webhook.WebhookVerticle} takes what is due and makes <em>attempts</em>, each
 * one request over the guarded way out. What cannot be delivered is tried again by the schedule of
 * its {@link dev.roost.platform.webhook.DeliveryProfile}, and ends among the dead letters.
 */
@NullMarked
package dev.roost.platform.webhook;

import org.jspecify.annotations.NullMarked;
