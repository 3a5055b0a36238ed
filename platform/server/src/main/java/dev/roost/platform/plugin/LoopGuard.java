package dev.roost.platform.plugin;

import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the event loops. When one is silent for too long and code of a plugin is on its stack,
 * the thread is interrupted and the plugin reported, to be moved away. A loop that is busy with
 * anything else is left alone.
 */
final class LoopGuard {
  /** How long a loop may be silent by default. */
  static final long LIMIT_MILLIS = 1_000;

  /** A loop that is silent for so many limits is given up: interrupting does not help. */
  private static final int LOST_LIMITS = 4;

  private static final int LOGGED_FRAMES = 40;
  private static final Logger LOG = LoggerFactory.getLogger(LoopGuard.class);

  private final List<LoopPulse> pulses;
  private final long limitMillis;
  private final Consumer<String> blocked;
  private final Consumer<Thread> lost;
  private final Thread guard;
  private volatile boolean stopped;

  /**
   * @param blocked told the name of the class loader whose code blocks a loop
   * @param lost told the thread of a loop that does not come back
   */
  LoopGuard(Vertx vertx, long limitMillis, Consumer<String> blocked, Consumer<Thread> lost) {
    this.pulses = EventLoops.executors(vertx).stream().map(LoopPulse::new).toList();
    this.limitMillis = limitMillis;
    this.blocked = blocked;
    this.lost = lost;
    this.guard = new Thread(null, this::run, "roost-loop-guard", 0, false);
    guard.setDaemon(true);
    guard.setContextClassLoader(LoopGuard.class.getClassLoader());
  }

  void start() {
    pulses.forEach(LoopPulse::start);
    guard.start();
  }

  void stop() {
    stopped = true;
    guard.interrupt();
    pulses.forEach(LoopPulse::stop);
  }

  private void run() {
    long last = System.nanoTime();
    while (!stopped) {
      try {
        Thread.sleep(LoopPulse.BEAT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      long now = System.nanoTime();
      // When this thread was held up too, the whole machine was: that is nobody's fault.
      if ((now - last) / 1_000_000 < 3 * LoopPulse.BEAT_MILLIS) {
        pulses.forEach(pulse -> inspect(pulse, now));
      }
      last = now;
    }
  }

  private void inspect(LoopPulse pulse, long now) {
    Thread thread = pulse.thread();
    if (thread == null || !pulse.isDue(now, limitMillis)) {
      return;
    }
    StackTraceElement[] stack = thread.getStackTrace();
    Optional<String> loader = pluginOn(stack);
    if (loader.isEmpty() || pulse.silentMillis(System.nanoTime()) <= limitMillis) {
      return;
    }
    pulse.acted(now);
    LOG.atError()
        .addKeyValue("plugin", loader.get())
        .addKeyValue("thread", thread.getName())
        .addKeyValue("millis", pulse.silentMillis(now))
        .addKeyValue("stack", describe(stack))
        .log("A plugin blocks an event loop; it is interrupted and moved to worker threads");
    pulse.interrupt(thread);
    blocked.accept(loader.get());
    if (pulse.silentMillis(now) > LOST_LIMITS * limitMillis) {
      lost.accept(thread);
    }
  }

  /** The plugin whose code is nearest to the top of the stack. */
  static Optional<String> pluginOn(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .map(LoopGuard::loaderOf)
        .filter(name -> name != null && PluginClassLoader.isPluginName(name))
        .findFirst();
  }

  private static @Nullable String loaderOf(StackTraceElement frame) {
    return frame.getClassLoaderName();
  }

  private static String describe(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .limit(LOGGED_FRAMES)
        .map(String::valueOf)
        .collect(Collectors.joining(" < "));
  }
}
