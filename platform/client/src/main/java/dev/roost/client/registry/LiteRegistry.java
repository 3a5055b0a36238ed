package dev.roost.client.registry;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A registry as it was read.
 *
 * @param version of its form
 * @param updatedAt when it was written, if it says so
 * @param agents those that could be read, each once
 * @param leftOut what could not, at most {@value RegistryReader#MAX_TOLD}
 */
public record LiteRegistry(
    String version,
    Optional<Instant> updatedAt,
    List<RegistryEntry> agents,
    List<LeftOut> leftOut) {
  /** Copies the lists. */
  public LiteRegistry {
    requireNonNull(version, "version");
    requireNonNull(updatedAt, "updatedAt");
    agents = List.copyOf(agents);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * An entry that is not taken.
   *
   * @param index where it stands, from 0
   * @param reason what is wrong with it
   */
  public record LeftOut(int index, String reason) {}

  /** The agent of that name. */
  public Optional<RegistryEntry> byId(AgentUrn id) {
    return agents.stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /** The agents that have a skill, in the order of the registry; case matters. */
  public List<RegistryEntry> bySkill(String skillId) {
    return those(entry -> entry.skills().contains(skillId));
  }

  /** The agents with a tag. */
  public List<RegistryEntry> byTag(String tag) {
    return those(entry -> entry.tags().contains(tag));
  }

  /** The agents on such hardware. */
  public List<RegistryEntry> byHardwareClass(String hardwareClass) {
    return those(entry -> hardwareClass.equals(entry.hardwareClass()));
  }

  /** The agents that run models so. */
  public List<RegistryEntry> byInferenceMode(String mode) {
    return those(entry -> entry.inferenceModes().contains(mode));
  }

  /** The agents that are wired to that. */
  public List<RegistryEntry> byIo(String io) {
    return those(entry -> entry.hardwareIo().contains(io));
  }

  private List<RegistryEntry> those(Predicate<RegistryEntry> wanted) {
    return agents.stream().filter(wanted).toList();
  }
}
