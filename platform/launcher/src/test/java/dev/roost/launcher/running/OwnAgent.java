package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;

/** An agent that an operator names by class. */
public final class OwnAgent extends AgentVerticle {
  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder("urn:asap:agent:own")
        .skill(Skill.of("repeat", "Repeats"), task -> Future.succeededFuture(task.input()))
        .build();
  }
}
