package dev.roost.platform.task;

import static java.util.stream.Collectors.groupingBy;

import dev.roost.protocol.AsapException;
import dev.roost.spi.StateBackend;
import dev.roost.spi.TaskRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Those who wait for a durable task that is worked on elsewhere, or by nobody at the moment: until
 * it is here, or has ended. Shared by all event loops; bounded.
 */
public final class AwayTasks {
  private static final long LOOK_MILLIS = 500;

  private final LiveTasks tasks;
  private final StateBackend backend;
  private final int max;
  private final AtomicInteger size = new AtomicInteger();
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private long lastLookMillis;

  private record Waiting(String taskId, long untilMillis, Promise<Void> promise) {}

  AwayTasks(LiveTasks tasks, StateBackend backend, int max) {
    this.tasks = tasks;
    this.backend = backend;
    this.max = max;
  }

  /**
   * Waits for a task.
   *
   * @param untilMillis when to go on all the same, in milliseconds since the epoch
   * @return completes on the caller's context; fails with {@link AsapException} -32031 if too many
   *     wait
   */
  public Future<Void> await(String taskId, long untilMillis) {
    if (size.incrementAndGet() > max) {
      size.decrementAndGet();
      return Future.failedFuture(AsapException.overload(max));
    }
    Promise<Void> promise =
        Vertx.currentContext() instanceof ContextInternal context
            ? context.promise()
            : Promise.promise();
    waiting.add(new Waiting(taskId, untilMillis, promise));
    return promise.future().onComplete(done -> size.decrementAndGet());
  }

  /**
   * Waits for a task, then goes on with it or without it.
   *
   * @param untilMillis as for {@link #await}
   * @param here what to do if it is here
   * @param elsewhere what to do if it has ended, or is not here in time
   */
  public <T> Future<T> then(
      String taskId,
      long untilMillis,
      Function<LiveTask, Future<T>> here,
      Supplier<Future<T>> elsewhere) {
    return await(taskId, untilMillis)
        .compose(done -> tasks.find(taskId).map(here).orElseGet(elsewhere));
  }

  /** Lets those go on whose task or time has come. */
  void sweep(long nowMillis) {
    waiting.stream()
        .filter(one -> nowMillis >= one.untilMillis() || tasks.find(one.taskId()).isPresent())
        .forEach(this::release);
    if (nowMillis - lastLookMillis >= LOOK_MILLIS) {
      lastLookMillis = nowMillis;
      waiting.stream().collect(groupingBy(Waiting::taskId)).forEach(this::look);
    }
  }

  private void look(String taskId, List<Waiting> some) {
    backend
        .tasks()
        .find(taskId)
        .onSuccess(
            found -> {
              if (found.flatMap(TaskRecord::outcome).isPresent() || found.isEmpty()) {
                some.forEach(this::release);
              }
            });
  }

  private void release(Waiting one) {
    if (waiting.remove(one)) {
      one.promise().complete();
    }
  }
}
