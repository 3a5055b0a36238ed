package dev.roost.platform.task;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskResponse;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.TaskEvent;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a task's events. It holds no events: it reads the log at its own pace, and is woken
 * when there are more.
 */
final class TaskFollowing implements EnvelopeStream {
  private final Context context;
  private final EventSource source;
  private final Function<TaskEvent, Optional<Envelope>> view;
  private final @Nullable Supplier<Envelope> onLoss;
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile long cursor;
  private long demand;
  private boolean done;
  private @Nullable Handler<Envelope> onEnvelope;
  private @Nullable Handler<Void> onEnd;

  /**
   * @param after the sequence behind which to begin
   * @param onLoss the last word to a reader who has missed a chunk; null if that is just a gap
   */
  TaskFollowing(
      Context context,
      EventSource source,
      Function<TaskEvent, Optional<Envelope>> view,
      long after,
      @Nullable Supplier<Envelope> onLoss) {
    this.context = context;
    this.source = source;
    this.view = view;
    this.cursor = after;
    this.onLoss = onLoss;
  }

  /** The sequence of the last event that was read. */
  long cursor() {
    return cursor;
  }

  /** Says that there may be more to read. Any thread may call it. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(turn -> read());
    }
  }

  private void read() {
    woken.set(false);
    boolean moved = false;
    while (demand > 0 && !done) {
      boolean ended = source.ended();
      TaskEvent event = source.next(cursor);
      if (event == null) {
        if (ended) {
          end();
        }
        break;
      }
      moved = true;
      take(event);
    }
    if (moved && !done) {
      source.advanced(this);
    }
  }

  private void take(TaskEvent event) {
    if (onLoss != null && source.lostUpTo() > cursor) {
      give(onLoss.get());
      end();
      return;
    }
    cursor = event.sequence();
    view.apply(event).ifPresent(this::give);
    if (event.payload() instanceof TaskResponse) {
      end();
    }
  }

  private void give(Envelope envelope) {
    demand = demand == Long.MAX_VALUE ? demand : demand - 1;
    if (onEnvelope != null) {
      onEnvelope.handle(envelope);
    }
  }

  private void end() {
    if (!done) {
      finish();
      if (onEnd != null) {
        onEnd.handle(null);
      }
    }
  }

  private void finish() {
    done = true;
    source.left(this);
  }

  @Override
  public void close() {
    if (!done) {
      finish();
    }
  }

  @Override
  public EnvelopeStream exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this; // reading a log does not fail
  }

  @Override
  public EnvelopeStream handler(@Nullable Handler<Envelope> handler) {
    onEnvelope = handler;
    return this;
  }

  @Override
  public EnvelopeStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public EnvelopeStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public EnvelopeStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    wake();
    return this;
  }

  @Override
  public EnvelopeStream endHandler(@Nullable Handler<Void> handler) {
    onEnd = handler;
    return this;
  }
}
