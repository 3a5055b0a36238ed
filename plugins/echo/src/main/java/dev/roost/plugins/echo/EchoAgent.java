package dev.roost.plugins.echo;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Repeats its input, whichever skill is asked for. */
public final class EchoAgent extends AgentVerticle {
  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder("urn:asap:agent:echo")
        .name("Echo")
        .version("1.0.0")
        .description("Repeats its input")
        .skill(Skill.of("echo", "Echo back the input"), EchoAgent::echo)
        .anySkill(EchoAgent::echo)
        .build();
  }

  private static Future<JsonObject> echo(TaskContext task) {
    return Future.succeededFuture(new JsonObject().put("echoed", task.input()));
  }
}
