package dev.roost.platform.task;

import dev.roost.agent.Addresses;
import dev.roost.platform.cluster.NodeDesk;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/**
 * Answers {@code roost.task@<node>}. Keeps the time of the tasks: who has waited long enough, what
 * must be cut off.
 */
public final class TaskVerticle extends VerticleBase {
  private static final long SWEEP_MILLIS = 250;

  private final NodeDesk desk;
  private final LiveTasks tasks;
  private final DurableUpkeep durable;

  /** For the table of this node, and those of its tasks that are to outlive it. */
  public TaskVerticle(NodeDesk desk, LiveTasks tasks, DurableUpkeep durable) {
    this.desk = desk;
    this.tasks = tasks;
    this.durable = durable;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.currentTimeMillis()));
    return vertx
        .eventBus()
        .<JsonObject>consumer(Addresses.tasks(desk.nodes().self()), desk::answer)
        .completion();
  }

  private void sweep(long nowMillis) {
    tasks.sweep(nowMillis);
    durable.sweep(nowMillis);
  }
}
