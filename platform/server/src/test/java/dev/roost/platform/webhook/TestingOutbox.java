package dev.roost.platform.webhook;

import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An outbox whose database can be away, for those who come this way. */
final class TestingOutbox implements OutboxStore {
  private final OutboxStore real;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean away;

  TestingOutbox(OutboxStore real) {
    this.real = real;
  }

  /** Whether it is away from now on. */
  void away(boolean now) {
    away = now;
  }

  /** How often it was asked while it was away. */
  int refused() {
    return refused.get();
  }

  private <T> Future<T> ask(Supplier<Future<T>> call) {
    if (!away) {
      return call.get();
    }
    refused.incrementAndGet();
    return Future.failedFuture(StateException.unreachable("somebody pulled the plug", null));
  }

  @Override
  public Future<Void> add(List<OutboxEntry> entries) {
    return ask(() -> real.add(entries));
  }

  @Override
  public Future<List<OutboxEntry>> take(Duration length, Set<String> except, int limit) {
    return ask(() -> real.take(length, except, limit));
  }

  @Override
  public Future<Void> delivered(OutboxEntry taken) {
    return ask(() -> real.delivered(taken));
  }

  @Override
  public Future<Void> filtered(OutboxEntry taken) {
    return ask(() -> real.filtered(taken));
  }

  @Override
  public Future<Void> retry(OutboxEntry taken, Instant next, String error) {
    return ask(() -> real.retry(taken, next, error));
  }

  @Override
  public Future<Void> bury(OutboxEntry taken, String reason) {
    return ask(() -> real.bury(taken, reason));
  }

  @Override
  public Future<Void> giveBack(OutboxEntry taken, Instant next) {
    return ask(() -> real.giveBack(taken, next));
  }

  @Override
  public Future<Counts> counts() {
    return ask(real::counts);
  }
}
