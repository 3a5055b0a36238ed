/**
 * Which agents there are and how a task gets to one.
 *
 * <p>The {@linkplain dev.roost.platform.discovery.AgentRegistry registry} is what the nodes publish
 * to each other, in the Vert.x service registry. The {@linkplain
 * dev.roost.platform.discovery.AgentDirectory directory} is this node's immutable snapshot of it;
 * requests are routed from the snapshot and never look the registry up. The {@linkplain
 * dev.roost.platform.discovery.AgentRouter router} sends a task over the event bus. {@link
 * dev.roost.platform.discovery.Discovery} makes and connects the three. {@link
 * dev.roost.platform.discovery.AgentCalls} is how everybody calls an agent: a binding, an operator,
 * another agent. {@linkplain dev.roost.platform.discovery.RemoteAgents Agents elsewhere}, on other
 * platforms, are named by the configuration and are there for agents only; {@link
 * dev.roost.platform.discovery.AgentSearch} finds these and those by what they can do.
 *
 * <p>Terms: a <em>record</em> is one generation of one agent on one node; a <em>route</em> is a
 * record as this node reaches it, with the count of tasks in flight; a <em>retired</em> route takes
 * no new task and never comes back.
 */
@NullMarked
package dev.roost.platform.discovery;

import org.jspecify.annotations.NullMarked;
