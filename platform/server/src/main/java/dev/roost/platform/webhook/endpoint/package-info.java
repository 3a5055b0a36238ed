/**
 * Endpoints: standing subscriptions of an owner to events of his tasks. {@link
 * dev.roost.platform.webhook.endpoint.Endpoints} registers and changes them, and tells without
 * asking the database which of them want an event.
 */
@NullMarked
package dev.roost.platform.webhook.endpoint;

import org.jspecify.annotations.NullMarked;
