package dev.roost.plugins.coordinator;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What the coordinator is asked for: the input of its skill, which has passed the schema.
 *
 * @param skill what the agents are to do
 * @param input what they are to do it with
 * @param agents who is asked; empty for all that have the skill
 * @param firstOnly whether one good answer is enough
 */
record Order(String skill, JsonObject input, List<AgentUrn> agents, boolean firstOnly) {
  /** How many agents are asked at once. */
  static final int MAX_AGENTS = 32;

  static final JsonObject SCHEMA =
      new JsonObject(
          """
          {
            "type": "object",
            "required": ["skill", "input"],
            "additionalProperties": false,
            "properties": {
              "skill": {
                "description": "The skill that the agents are asked for.",
                "type": "string", "minLength": 1, "maxLength": 256
              },
              "input": {
                "description": "What each of them is given.",
                "type": "object"
              },
              "agents": {
                "description": "Who is asked; by default all agents that have the skill.",
                "type": "array", "minItems": 1, "maxItems": %d, "uniqueItems": true,
                "items": {
                  "type": "string", "maxLength": 256,
                  "pattern": "^urn:asap:agent:[a-z0-9-]+(:[a-z0-9-]+)?$"
                }
              },
              "join": {
                "description": "all waits for every answer; any takes the first good one and cancels the rest.",
                "enum": ["all", "any"], "default": "all"
              }
            }
          }
          """
              .formatted(MAX_AGENTS));

  static Order of(JsonObject input) {
    return new Order(
        input.getString("skill"),
        input.getJsonObject("input"),
        input.getJsonArray("agents", new JsonArray()).stream()
            .map(name -> AgentUrn.of(String.valueOf(name)))
            .toList(),
        input.getString("join", "all").equals("any"));
  }
}
