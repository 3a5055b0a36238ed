package dev.roost.platform.task;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the operator says about the tasks of single agents.
 *
 * @param durable those whose tasks outlive the process, whether or not the caller asks for it
 * @param runOnce those whose tasks are not run again after an interruption
 */
public record DurableAgents(Set<AgentUrn> durable, Set<AgentUrn> runOnce) {
  /** Nothing is said. */
  public static final DurableAgents NONE = new DurableAgents(Set.of(), Set.of());

  /** Copies the sets. */
  public DurableAgents {
    durable = Set.copyOf(durable);
    runOnce = Set.copyOf(runOnce);
  }

  /** Reads {@code plugin.agents}, whose keys are all there. */
  public static DurableAgents of(JsonObject agents) {
    return new DurableAgents(
        named(agents, agent -> agent.getBoolean("durable")),
        named(agents, agent -> !agent.getBoolean("restartable")));
  }

  private static Set<AgentUrn> named(JsonObject agents, Predicate<JsonObject> wanted) {
    return agents.stream()
        .filter(entry -> wanted.test((JsonObject) entry.getValue()))
        .map(Map.Entry::getKey)
        .map(AgentUrn::of)
        .collect(Collectors.toSet());
  }
}
