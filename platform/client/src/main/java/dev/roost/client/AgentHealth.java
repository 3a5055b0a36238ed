package dev.roost.client;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * How an agent says it is.
 *
 * @param healthy whether it takes work
 * @param agentId who it is
 * @param version its version
 * @param asapVersion the version of the protocol
 * @param uptimeSeconds since when it is there
 * @param load what it has to do, if it says so
 */
public record AgentHealth(
    boolean healthy,
    AgentUrn agentId,
    String version,
    String asapVersion,
    double uptimeSeconds,
    Optional<Load> load) {
  /**
   * What an agent has to do.
   *
   * @param activeTasks what it is doing
   * @param queueDepth what waits
   */
  public record Load(long activeTasks, long queueDepth) {}

  /** Refuses missing parts. */
  public AgentHealth {
    requireNonNull(agentId, "agentId");
    requireNonNull(version, "version");
    requireNonNull(asapVersion, "asapVersion");
    requireNonNull(load, "load");
  }

  /** Reads the page of an agent's health. */
  static AgentHealth read(String baseUrl, Buffer body) {
    return PageFields.read(baseUrl, body, "an agent's health", AgentHealth::read);
  }

  private static AgentHealth read(JsonObject page) {
    return new AgentHealth(
        PageFields.text(page, "status").equals("healthy"),
        AgentUrn.of(PageFields.text(page, "agent_id")),
        PageFields.text(page, "version"),
        PageFields.text(page, "asap_version"),
        page.getDouble("uptime_seconds", 0.0),
        Optional.ofNullable(page.getJsonObject("load")).map(AgentHealth::load));
  }

  private static Load load(JsonObject load) {
    return new Load(load.getLong("active_tasks", 0L), load.getLong("queue_depth", 0L));
  }
}
