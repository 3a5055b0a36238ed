package dev.roost.platform.plugin;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The heartbeat of one event loop. */
final class LoopPulse {
  static final long BEAT_MILLIS = 100;

  private final EventExecutor loop;
  private volatile long lastBeat = System.nanoTime();
  private volatile @Nullable Thread thread;
  private volatile boolean interrupted;
  private @Nullable ScheduledFuture<?> beats;

  /** When the guard last did something about this loop; only the guard touches it. */
  private long lastAction = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  LoopPulse(EventExecutor loop) {
    this.loop = loop;
  }

  void start() {
    loop.execute(this::beat);
    beats = loop.scheduleAtFixedRate(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    if (beats != null) {
      beats.cancel(false);
    }
  }

  /** How long the loop has been silent. */
  long silentMillis(long now) {
    return (now - lastBeat) / 1_000_000;
  }

  /** Whether the guard should act: once when the loop falls silent, then again after each limit. */
  boolean isDue(long now, long limitMillis) {
    return silentMillis(now) > limitMillis && (now - lastAction) / 1_000_000 > limitMillis;
  }

  void acted(long now) {
    lastAction = now;
  }

  @Nullable Thread thread() {
    return thread;
  }

  void interrupt(Thread blocked) {
    interrupted = true;
    blocked.interrupt();
  }

  /** The first beat after an interruption takes it back, lest it hits somebody else's code. */
  private void beat() {
    thread = Thread.currentThread();
    if (interrupted) {
      interrupted = false;
      Thread.interrupted();
    }
    lastBeat = System.nanoTime();
  }
}
