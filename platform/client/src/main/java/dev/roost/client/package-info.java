/**
 * The client for ASAP agents, for any Java program.
 *
 * <p>{@link dev.roost.client.AsapClient} talks to one agent; {@link
 * dev.roost.client.BlockingAsapClient} does the same for threads that may wait. Messages are
 * carried by a {@link dev.roost.client.Transport}, found by {@link java.util.ServiceLoader}, over
 * HTTP or WebSocket; what holds for all of them stands before it: trying again, the circuit
 * breaker, the binding of answers to requests, the cache of manifests.
 *
 * <pre>{@code
 * AsapClient client = AsapClient.builder("https://agents.example.com/agents/greeter").build();
 * AgentUrn me = AgentUrn.of("urn:asap:agent:me");
 * client
 *     .discover()
 *     .map(manifest -> new TaskRequest("conv_1", null, "greet", input, null))
 *     .compose(task -> client.send(Envelope.of(me, AgentUrn.of("urn:asap:agent:greeter"), task)))
 *     .onSuccess(answer -> System.out.println(answer.payload()))
 *     .onFailure(failure -> ((AsapClientException) failure).retryAfter());
 * }</pre>
 *
 * <p>Terms: the <em>base URL</em> is the root of an agent, to which the paths of the protocol are
 * appended; an <em>attempt</em> is one exchange over the network, a <em>call</em> one or more of
 * them; the <em>fate</em> of a message is what is known of it when its call has failed.
 */
@NullMarked
package dev.roost.client;

import org.jspecify.annotations.NullMarked;
