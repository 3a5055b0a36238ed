package dev.roost.agent;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import dev.roost.protocol.json.ValidationError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The compiled schemas of an agent's skills. */
final class SkillChecks {
  private final Map<String, SchemaCheck> inputs = new HashMap<>();
  private final Map<String, SchemaCheck> outputs = new HashMap<>();

  /**
   * Of the skills that a manifest declares.
   *
   * @throws IllegalArgumentException if a schema is not valid
   */
  SkillChecks(Manifest agent, AgentHost host) {
    for (Skill skill : agent.capabilities().skills()) {
      compile(skill.inputSchema(), skill.id(), host, inputs);
      compile(skill.outputSchema(), skill.id(), host, outputs);
    }
  }

  private static void compile(
      @Nullable JsonObject schema,
      String skillId,
      AgentHost host,
      Map<String, SchemaCheck> checks) {
    if (schema != null) {
      checks.put(skillId, host.compile(schema));
    }
  }

  /** What is wrong with the input of a skill, as on the wire; empty if nothing is. */
  Optional<JsonArray> input(String skillId, JsonObject value) {
    return faults(inputs, skillId, value);
  }

  /** The same for its output. */
  Optional<JsonArray> output(String skillId, JsonObject value) {
    return faults(outputs, skillId, value);
  }

  private static Optional<JsonArray> faults(
      Map<String, SchemaCheck> checks, String skillId, JsonObject value) {
    List<ValidationError> faults = checks.getOrDefault(skillId, SchemaCheck.NONE).check(value);
    return faults.isEmpty() ? Optional.empty() : Optional.of(ValidationError.toJson(faults));
  }
}
