/**
 * Agents in Consul, by its HTTP API.
 *
 * <p>{@link dev.roost.platform.discovery.consul.ConsulVerticle} registers this node's agents with a
 * Consul agent, each with a health check; {@link dev.roost.platform.discovery.consul.ConsulAgents}
 * lists those that others have registered and that are healthy. All agents are instances of one
 * service, with the ids of their skills as tags.
 */
@NullMarked
package dev.roost.platform.discovery.consul;

import org.jspecify.annotations.NullMarked;
