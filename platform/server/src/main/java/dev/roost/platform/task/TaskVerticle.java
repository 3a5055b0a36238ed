package dev.roost.platform.task;

import dev.roost.agent.Addresses;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/** Answers {@code roost.task@<node>}: look-up of a live task by its id, in JSON. */
public final class TaskVerticle extends VerticleBase {
  private final String node;
  private final LiveTasks tasks;

  /** For the table of this node. */
  public TaskVerticle(String node, LiveTasks tasks) {
    this.node = node;
    this.tasks = tasks;
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().consumer(Addresses.tasks(node), this::lookUp).completion();
  }

  private void lookUp(Message<String> message) {
    tasks
        .find(message.body())
        .ifPresentOrElse(task -> message.reply(task.toJson()), () -> refuse(message));
  }

  private static void refuse(Message<String> message) {
    AsapException unknown =
        AsapException.of(
            ErrorCode.TASK_NOT_FOUND,
            "Task not found: " + message.body(),
            new JsonObject().put("task_id", message.body()));
    message.fail(unknown.error().code(), unknown.error().toJson().encode());
  }
}
