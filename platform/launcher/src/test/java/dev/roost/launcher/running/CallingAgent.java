package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An agent that asks others. */
public final class CallingAgent extends AgentVerticle {
  /** Its name. */
  static final AgentUrn URN = AgentUrn.of("urn:asap:agent:caller");

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN.value())
        .skill(Skill.of("relay", "Passes a task on"), CallingAgent::relay)
        .skill(Skill.of("find", "Finds agents by a skill"), CallingAgent::find)
        .build();
  }

  private static Future<JsonObject> relay(TaskContext task) {
    JsonObject input = task.input();
    return task.call(
        AgentUrn.of(input.getString("agent")),
        input.getString("skill"),
        input.getJsonObject("input", new JsonObject()));
  }

  private static Future<JsonObject> find(TaskContext task) {
    return task.findAgents(task.input().getString("skill"))
        .map(found -> new JsonArray(found.stream().map(AgentUrn::value).toList()))
        .map(names -> new JsonObject().put("agents", names));
  }
}
