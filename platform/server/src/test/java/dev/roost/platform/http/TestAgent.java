package dev.roost.platform.http;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent whose description a test writes down. */
public final class TestAgent extends AgentVerticle {
  private final AgentSpec spec;

  /** Of that description. */
  public TestAgent(AgentSpec spec) {
    this.spec = spec;
  }

  @Override
  protected AgentSpec agent() {
    return spec;
  }

  /** Tasks that wait until a test lets them go. */
  public static final class Gate {
    private final Queue<Promise<JsonObject>> waiting = new ConcurrentLinkedQueue<>();

    /** Waits. */
    public Future<JsonObject> pass() {
      Promise<JsonObject> promise = Promise.promise();
      waiting.add(promise);
      return promise.future();
    }

    /** How many wait. */
    public int size() {
      return waiting.size();
    }

    /** Lets all go. */
    public void open() {
      for (Promise<JsonObject> p = waiting.poll(); p != null; p = waiting.poll()) {
        p.complete(new JsonObject().put("passed", true));
      }
    }
  }

  /** Repeats its input, whatever the skill. */
  public static AgentSpec echo(String urn) {
    return AgentSpec.builder(urn)
        .skill(Skill.of("echo", "Repeats"), task -> echoed(task.input()))
        .anySkill(task -> echoed(task.input()))
        .build();
  }

  /** Counts what it is asked, whatever the skill. */
  public static AgentSpec counting(String urn, AtomicInteger executions) {
    return AgentSpec.builder(urn)
        .anySkill(
            task -> Future.succeededFuture(new JsonObject().put("n", executions.incrementAndGet())))
        .build();
  }

  /** Fails in every way, or waits at the gate. */
  public static AgentSpec troublesome(String urn, Gate gate, int maxInFlight) {
    return AgentSpec.builder(urn)
        .maxInFlight(maxInFlight)
        .skill(Skill.of("echo", "Repeats"), task -> echoed(task.input()))
        .skill(
            Skill.of("refuse", "Answers with an error of the taxonomy"),
            task ->
                Future.failedFuture(
                    AsapException.of(
                        ErrorCode.TASK_ALREADY_COMPLETED,
                        "Task is done",
                        new JsonObject().put("task_id", "t").put("current_status", "completed"))))
        .skill(
            Skill.of("crash", "Throws"),
            task -> {
              throw new IllegalStateException("the secret detail");
            })
        .skill(
            Skill.of("fail", "Fails later"),
            task -> Future.failedFuture(new java.io.IOException("the secret detail")))
        .skill(
            Skill.of("wait", "Waits at the gate"),
            task -> {
              task.progress(40, "at the gate");
              return gate.pass();
            })
        .build();
  }

  private static Future<JsonObject> echoed(JsonObject input) {
    return Future.succeededFuture(new JsonObject().put("echoed", input));
  }
}
