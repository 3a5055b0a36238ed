package dev.roost.launcher.check;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to ask a peer.
 *
 * @param root the agent's root, without a slash at its end
 * @param timeout for each exchange, from the connection to the last byte
 * @param skill the skill that is run
 * @param input what the skill is given; each check's own small object by default
 * @param sender in whose name messages are sent
 * @param token a bearer token for messages
 */
public record PeerOptions(
    URI root,
    Duration timeout,
    String skill,
    Optional<JsonObject> input,
    AgentUrn sender,
    Optional<Secret> token) {
  /** The time limit where none is chosen. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The skill where none is chosen. */
  public static final String DEFAULT_SKILL = "echo";

  /** The sender where none is chosen: the harness' own. */
  public static final AgentUrn DEFAULT_SENDER = AgentUrn.of("urn:asap:agent:compliance-harness");

  /** Refuses missing parts. */
  public PeerOptions {
    requireNonNull(root, "root");
    requireNonNull(timeout, "timeout");
    requireNonNull(skill, "skill");
    requireNonNull(input, "input");
    requireNonNull(sender, "sender");
    requireNonNull(token, "token");
  }

  /** The defaults for an agent. */
  public static PeerOptions of(URI root) {
    return new PeerOptions(
        root, DEFAULT_TIMEOUT, DEFAULT_SKILL, Optional.empty(), DEFAULT_SENDER, Optional.empty());
  }
}
