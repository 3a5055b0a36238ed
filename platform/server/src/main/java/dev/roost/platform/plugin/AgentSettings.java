package dev.roost.platform.plugin;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about one agent: {@code plugin.agents.<urn>}.
 *
 * @param instances how many instances run; 0 for one on each event loop that carries connections;
 *     null for the default: 1, or 0 if the agent's descriptor says that it is stateless
 * @param threading on which threads
 * @param config the agent's own configuration; goes before what the descriptor says
 */
public record AgentSettings(@Nullable Integer instances, Threading threading, JsonObject config) {
  /** The most instances of one agent. */
  static final int MAX_INSTANCES = 1024;

  /** What holds for an agent that is not configured. */
  public static final AgentSettings DEFAULT =
      new AgentSettings(null, Threading.EVENT_LOOP, new JsonObject());

  /**
   * @throws IllegalArgumentException if the number of instances is out of range
   */
  public AgentSettings {
    requireNonNull(threading, "threading");
    requireNonNull(config, "config");
    if (instances != null && (instances < 0 || instances > MAX_INSTANCES)) {
      throw new IllegalArgumentException(
          "instances must be from 0 to " + MAX_INSTANCES + ", not " + instances);
    }
  }

  /** Reads {@code plugin.agents.<urn>}. */
  static AgentSettings of(JsonObject agent) {
    return new AgentSettings(
        agent.getInteger("instances"),
        Threading.of(agent.getString("threading", Threading.EVENT_LOOP.spelling())),
        agent.getJsonObject("config", new JsonObject()));
  }

  AgentSettings with(Threading replacement) {
    return new AgentSettings(instances, replacement, config);
  }
}
