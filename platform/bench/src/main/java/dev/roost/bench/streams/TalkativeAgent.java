package dev.roost.bench.streams;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/** Streams without end, as fast as its reader takes it. */
public final class TalkativeAgent extends AgentVerticle {
  /** Its name. */
  public static final String URN = "urn:asap:agent:talkative";

  private static final String CHUNK = "All work and no play makes a dull agent. ".repeat(25);

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN)
        .maxInFlight(10_000)
        .skill(Skill.of("talk", "Streams until it is cancelled"), this::talk)
        .build();
  }

  private Future<JsonObject> talk(TaskContext task) {
    Promise<JsonObject> end = Promise.promise();
    task.cancellation().onSuccess(asked -> end.tryFail("Cancelled"));
    talk(task, end);
    return end.future();
  }

  /** Each chunk in a turn of its own: futures that wait for each other would make a long chain. */
  private void talk(TaskContext task, Promise<JsonObject> end) {
    if (end.future().isComplete()) {
      return;
    }
    task.stream(CHUNK)
        .onSuccess(wanted -> vertx.setTimer(1, turn -> talk(task, end)))
        .onFailure(end::tryFail);
  }
}
