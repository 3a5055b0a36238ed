package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent can do.
 *
 * @param asapVersion the protocol version, {@code 0.1} by default
 * @param skills the skills
 * @param statePersistence whether its state survives
 * @param streaming whether it answers in chunks
 * @param mcpTools names of tools of the Model Context Protocol
 * @param hardware what it runs on
 * @param inference which models it runs
 */
public record Capability(
    String asapVersion,
    List<Skill> skills,
    boolean statePersistence,
    boolean streaming,
    List<String> mcpTools,
    @Nullable HardwareCapability hardware,
    @Nullable InferenceCapability inference) {
  /** Refuses missing parts and copies the lists. */
  public Capability {
    requireNonNull(asapVersion, "asapVersion");
    skills = List.copyOf(skills);
    mcpTools = List.copyOf(mcpTools);
  }

  /** An agent with these skills and nothing special. */
  public static Capability of(List<Skill> skills) {
    return new Capability(Envelope.PROTOCOL_VERSION, skills, false, false, List.of(), null, null);
  }

  /** The same, saying whether results come in chunks. */
  public Capability withStreaming(boolean streams) {
    return new Capability(
        asapVersion, skills, statePersistence, streams, mcpTools, hardware, inference);
  }

  /** The same, saying whether the agent's state survives. */
  public Capability withStatePersistence(boolean survives) {
    return new Capability(asapVersion, skills, survives, streaming, mcpTools, hardware, inference);
  }
}
