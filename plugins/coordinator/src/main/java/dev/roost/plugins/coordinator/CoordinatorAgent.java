package dev.roost.plugins.coordinator;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Passes a task on to all agents that can do it, and joins their answers. */
public final class CoordinatorAgent extends AgentVerticle {
  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder("urn:asap:agent:coordinator")
        .name("Coordinator")
        .version("1.0.0")
        .description("Passes a task on to all agents that can do it, and joins their answers")
        .skill(
            new Skill(
                "coordinate",
                "Asks all agents that have a skill, or those named, and joins their answers",
                Order.SCHEMA,
                null),
            this::coordinate)
        .build();
  }

  private Future<JsonObject> coordinate(TaskContext task) {
    Order order = Order.of(task.input());
    return agents(task, order).compose(agents -> new FanOut(vertx, task, order, agents).begin());
  }

  private static Future<List<AgentUrn>> agents(TaskContext task, Order order) {
    return order.agents().isEmpty()
        ? task.findAgents(order.skill()).map(found -> checked(order, found))
        : Future.succeededFuture(order.agents());
  }

  private static List<AgentUrn> checked(Order order, List<AgentUrn> found) {
    if (found.isEmpty()) {
      throw AsapException.of(
          ErrorCode.HANDLER_NOT_FOUND,
          "No agent is found that has the skill '" + order.skill() + "'",
          new JsonObject().put("skill_id", order.skill()));
    } else if (found.size() > Order.MAX_AGENTS) {
      throw new AsapException(
          RpcError.invalidParams(
              found.size()
                  + " agents have the skill, and at most "
                  + Order.MAX_AGENTS
                  + " are asked at once; name those that are meant in 'agents'"));
    }
    return found;
  }
}
