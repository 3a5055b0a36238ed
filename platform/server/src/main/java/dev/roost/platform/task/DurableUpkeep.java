package dev.roost.platform.task;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is to be done again and again for durable tasks: leases are held longer at a third of their
 * length, ends that could not be kept are tried again, what others have left is taken over, and
 * whether the database takes writes is looked at. Used by one context.
 */
public final class DurableUpkeep {
  private static final Duration OFTEN = Duration.ofSeconds(1);

  private final DurableTasks durable;
  private final Takeover takeover;
  private final Turn look = new Turn(OFTEN);
  private final Turn retry = new Turn(OFTEN);
  private final Turn takeOver = new Turn(OFTEN);
  private final Turn renew;

  /** Something that is begun at most so often, and not while it is being done. */
  private static final class Turn {
    private final long periodNanos;
    private long lastNanos = System.nanoTime();
    private boolean running;

    private Turn(Duration period) {
      this.periodNanos = period.toNanos();
    }

    private void run(Supplier<Future<Void>> step) {
      long now = System.nanoTime();
      if (running || now - lastNanos < periodNanos) {
        return;
      }
      lastNanos = now;
      Future<Void> begun = step.get();
      running = true;
      begun.onComplete(done -> running = false);
    }
  }

  /** Of one node. */
  public DurableUpkeep(DurableTasks durable, Takeover takeover, TaskSettings settings) {
    this.durable = durable;
    this.takeover = takeover;
    this.renew = new Turn(settings.lease().dividedBy(3));
  }

  /** Does what is due. */
  void sweep(long nowMillis) {
    durable.away().sweep(nowMillis);
    look.run(durable.health()::look);
    if (durable.isPossible()) {
      renew.run(durable::renew);
      retry.run(this::retry);
      takeOver.run(takeover::look);
    }
  }

  private Future<Void> retry() {
    durable.retry();
    return Future.succeededFuture();
  }
}
