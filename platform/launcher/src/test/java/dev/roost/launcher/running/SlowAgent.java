package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent that takes its time, in the first second or for ever. */
public final class SlowAgent extends AgentVerticle {
  /** Its name. */
  static final String URN = "urn:asap:agent:slow";

  /** How often it has counted. */
  static final AtomicInteger COUNTED = new AtomicInteger();

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN)
        .skill(Skill.of("soon", "Ends after a second"), this::soon)
        .skill(Skill.of("count", "Counts, two seconds after it was asked"), this::count)
        .skill(Skill.of("never", "Streams a word and does not end"), this::never)
        .build();
  }

  private Future<JsonObject> soon(TaskContext task) {
    return task.stream("begun")
        .compose(told -> vertx.timer(1, TimeUnit.SECONDS))
        .map(fired -> new JsonObject().put("done", true));
  }

  private Future<JsonObject> count(TaskContext task) {
    return vertx
        .timer(2, TimeUnit.SECONDS)
        .map(fired -> new JsonObject().put("count", COUNTED.incrementAndGet()));
  }

  private Future<JsonObject> never(TaskContext task) {
    return task.stream("begun")
        .compose(told -> io.vertx.core.Promise.<JsonObject>promise().future());
  }
}
