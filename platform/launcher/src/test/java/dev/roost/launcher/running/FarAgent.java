package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Skill;
import dev.roost.protocol.json.Codec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent on another platform that tells what it sees. */
public final class FarAgent extends AgentVerticle {
  /** Its name. */
  static final AgentUrn URN = AgentUrn.of("urn:asap:agent:far");

  /** The tasks that wait to be stopped, and those that were. */
  static final BlockingQueue<String> WAITING = new LinkedBlockingQueue<>();

  /** The tasks that were stopped. */
  static final BlockingQueue<String> STOPPED = new LinkedBlockingQueue<>();

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN.value())
        .skill(Skill.of("show", "Shows the request"), FarAgent::show)
        .skill(Skill.of("refuse", "Refuses"), FarAgent::refuse)
        .skill(Skill.of("late", "Takes longer than its platform waits"), this::late)
        .skill(Skill.of("late-refusal", "Refuses late"), this::lateRefusal)
        .skill(Skill.of("late-question", "Asks late"), this::lateQuestion)
        .skill(Skill.of("ask", "Asks a question"), FarAgent::ask)
        .skill(Skill.of("wait", "Waits until it is stopped"), FarAgent::await)
        .build();
  }

  private static Future<JsonObject> show(TaskContext task) {
    return Future.succeededFuture(Codec.ENVELOPE.write(task.envelope()).toJsonObject());
  }

  private static Future<JsonObject> refuse(TaskContext task) {
    JsonObject details = new JsonObject().put("left", 0);
    return Future.failedFuture(
        AsapException.of(ErrorCode.RESOURCE_EXHAUSTED, "Nothing is left", details));
  }

  private Future<JsonObject> late(TaskContext task) {
    return vertx
        .timer(1_500, TimeUnit.MILLISECONDS)
        .map(passed -> new JsonObject().put("late", true));
  }

  private Future<JsonObject> lateRefusal(TaskContext task) {
    return late(task).compose(passed -> refuse(task));
  }

  private Future<JsonObject> lateQuestion(TaskContext task) {
    return late(task).compose(passed -> ask(task));
  }

  private static Future<JsonObject> ask(TaskContext task) {
    noteStop(task);
    return task.requireInput(new JsonObject().put("question", "why?")).map(new JsonObject());
  }

  private static Future<JsonObject> await(TaskContext task) {
    WAITING.add(task.taskId());
    noteStop(task);
    return task.cancellation()
        .compose(asked -> Future.failedFuture(new CancellationException("stopped")));
  }

  private static void noteStop(TaskContext task) {
    task.cancellation().onSuccess(asked -> STOPPED.add(task.taskId()));
  }
}
