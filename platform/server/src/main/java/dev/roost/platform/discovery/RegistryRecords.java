package dev.roost.platform.discovery;

import dev.roost.agent.Addresses;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agent records in the form of the Vert.x service registry, and back. */
final class RegistryRecords {
  /** The type that marks agents among the registry's services. */
  static final String TYPE = "asap-agent";

  static final String MANIFEST = "manifest";
  static final String NODE = "node";
  static final String GENERATION = "generation";
  static final String PLUGIN = "plugin";

  private static final Logger LOG = LoggerFactory.getLogger(RegistryRecords.class);

  private RegistryRecords() {}

  static Record write(AgentRecord agent) {
    return new Record()
        .setType(TYPE)
        .setName(agent.urn().value())
        .setLocation(
            new JsonObject().put(Record.ENDPOINT, Addresses.agentOn(agent.urn(), agent.node())))
        .setMetadata(
            new JsonObject()
                .put(MANIFEST, ManifestJson.write(agent.manifest()))
                .put(NODE, agent.node())
                .put(GENERATION, agent.generation())
                .put(PLUGIN, agent.pluginId()));
  }

  static boolean isAgent(Record stored) {
    return TYPE.equals(stored.getType());
  }

  /**
   * Empty, and logged, if somebody else wrote what we cannot read: one bad record harms no other.
   */
  static Optional<AgentRecord> read(Record stored) {
    try {
      JsonObject metadata = stored.getMetadata();
      return Optional.of(
          new AgentRecord(
              AgentUrn.of(stored.getName()),
              ManifestJson.read(metadata.getJsonObject(MANIFEST)),
              metadata.getString(NODE),
              metadata.getLong(GENERATION),
              metadata.getString(PLUGIN)));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("name", stored.getName())
          .addKeyValue("reason", e.getMessage())
          .log("The registry holds an agent record that cannot be read; it is left out");
      return Optional.empty();
    }
  }
}
