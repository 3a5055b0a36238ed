package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;

/**
 * One generation of an agent on one node, as the registry holds it.
 *
 * @param urn the agent
 * @param manifest how it presents itself
 * @param node where it runs
 * @param generation which load of its plugin it is; unique on the node
 * @param pluginId the plugin that it came from
 */
public record AgentRecord(
    AgentUrn urn, Manifest manifest, String node, long generation, String pluginId) {
  /** Refuses missing parts. */
  public AgentRecord {
    requireNonNull(urn, "urn");
    requireNonNull(manifest, "manifest");
    requireNonNull(node, "node");
    requireNonNull(pluginId, "pluginId");
  }

  RecordKey key() {
    return new RecordKey(urn, node, generation);
  }

  /** What tells records apart; announcements carry no registration id. */
  record RecordKey(AgentUrn urn, String node, long generation) {}
}
