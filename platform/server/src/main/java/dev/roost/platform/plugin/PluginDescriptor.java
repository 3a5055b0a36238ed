package dev.roost.platform.plugin;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a plugin says about itself in {@value #PATH}.
 *
 * @param id its name, one on the node
 * @param version its version, for people
 * @param api the plugin API that it was written for
 * @param kind what sort of plugin
 * @param main the classes that it consists of, one for each agent
 * @param stateless whether its agents keep nothing in their fields
 * @param agents the agents, in the order of {@code main}
 * @param grants what it asks to be allowed: shown; a jar in this process is trusted code
 * @param limits what it asks to be held to: shown
 * @param config the configuration of its agents, under what the operator says
 */
record PluginDescriptor(
    String id,
    String version,
    String api,
    String kind,
    List<String> main,
    boolean stateless,
    List<AgentEntry> agents,
    JsonObject grants,
    JsonObject limits,
    JsonObject config) {
  static final String PATH = "META-INF/roost/plugin.json";
  static final int MAX_BYTES = 65_536;

  PluginDescriptor {
    main = List.copyOf(main);
    agents = List.copyOf(agents);
  }

  List<AgentUrn> urns() {
    return agents.stream().map(AgentEntry::urn).toList();
  }

  /** One agent. */
  record AgentEntry(AgentUrn urn, String description) {}
}
