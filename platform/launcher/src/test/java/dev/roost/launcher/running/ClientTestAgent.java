package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An agent that notes what it runs, streams, and can be stopped. */
public final class ClientTestAgent extends AgentVerticle {
  /** Its name. */
  static final String URN = "urn:asap:agent:client-test";

  /** How often each number was run. */
  static final Map<Integer, Integer> RUNS = new ConcurrentHashMap<>();

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN)
        .streaming()
        .skill(Skill.of("note", "Notes a number"), this::note)
        .skill(Skill.of("talk", "Streams words, one every few milliseconds"), this::talk)
        .skill(Skill.of("wait", "Waits until it is cancelled"), this::await)
        .build();
  }

  private Future<JsonObject> note(TaskContext task) {
    int number = task.input().getInteger("number");
    RUNS.merge(number, 1, Integer::sum);
    return vertx
        .timer(5, TimeUnit.MILLISECONDS)
        .map(fired -> new JsonObject().put("noted", number));
  }

  private Future<JsonObject> talk(TaskContext task) {
    return talk(task, 0).map(said -> new JsonObject().put("said", said));
  }

  private Future<Integer> talk(TaskContext task, int said) {
    if (said == task.input().getInteger("words")) {
      return Future.succeededFuture(said);
    }
    return vertx
        .timer(task.input().getInteger("millis"), TimeUnit.MILLISECONDS)
        .compose(fired -> task.stream("word " + said))
        .compose(wanted -> talk(task, said + 1));
  }

  private Future<JsonObject> await(TaskContext task) {
    return task.cancellation().compose(asked -> Future.failedFuture("stopped"));
  }
}
