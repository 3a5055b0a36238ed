/**
 * The HTTP binding: bytes to the gateway and back, and what an agent shows about itself.
 *
 * <p>{@link dev.roost.platform.http.HttpVerticle} owns the server, {@link
 * dev.roost.platform.http.ConnectionWatch} bounds a connection, {@link
 * dev.roost.platform.http.RequestWatch} one request of it, over HTTP/1.1 and HTTP/2 alike; {@link
 * dev.roost.platform.http.MessageEndpoint} takes messages, {@link
 * dev.roost.platform.http.WellKnownEndpoint} shows manifests and health. Other rooms add their
 * pages through {@link dev.roost.platform.http.HttpRoutes}; which agent a path means is known to
 * {@link dev.roost.platform.http.NamedAgents} alone.
 */
@NullMarked
package dev.roost.platform.http;

import org.jspecify.annotations.NullMarked;
