package dev.roost.platform.task;

import dev.roost.agent.Addresses;
import dev.roost.protocol.AsapException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;

/**
 * Answers {@code roost.task@<node>}: look-up of a live task by its id, in JSON. Keeps the time of
 * the tasks: who has waited long enough, what must be cut off.
 */
public final class TaskVerticle extends VerticleBase {
  private static final long SWEEP_MILLIS = 250;

  private final String node;
  private final LiveTasks tasks;
  private final DurableUpkeep durable;

  /** For the table of this node, and those of its tasks that are to outlive it. */
  public TaskVerticle(String node, LiveTasks tasks, DurableUpkeep durable) {
    this.node = node;
    this.tasks = tasks;
    this.durable = durable;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.currentTimeMillis()));
    return vertx.eventBus().consumer(Addresses.tasks(node), this::lookUp).completion();
  }

  private void sweep(long nowMillis) {
    tasks.sweep(nowMillis);
    durable.sweep(nowMillis);
  }

  private void lookUp(Message<String> message) {
    tasks
        .find(message.body())
        .ifPresentOrElse(task -> message.reply(task.toJson()), () -> refuse(message));
  }

  private static void refuse(Message<String> message) {
    AsapException unknown = TaskViews.notFound(message.body());
    message.fail(unknown.error().code(), unknown.error().toJson().encode());
  }
}
