package dev.roost.launcher;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Stops the platform when the process is told to end. */
public final class ShutdownHook {
  /** What a stop may take beyond its own limit before the process ends without it. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  private final Platform platform;
  private final Consumer<String> printer;
  private final Thread thread;

  private ShutdownHook(Platform platform, Consumer<String> printer) {
    this.platform = platform;
    this.printer = printer;
    this.thread = new Thread(this::stop, "roost-shutdown");
  }

  /** Registers with the JVM. */
  public static ShutdownHook install(Platform platform, Consumer<String> printer) {
    ShutdownHook hook = new ShutdownHook(platform, printer);
    Runtime.getRuntime().addShutdownHook(hook.thread);
    return hook;
  }

  /** Does now what it would do at the end of the process. */
  public void stopNow() {
    Runtime.getRuntime().removeShutdownHook(thread);
    stop();
  }

  private void stop() {
    Duration limit = platform.stopLimit();
    printer.accept("Stopping; work in flight has " + limit.toSeconds() + " s");
    try {
      platform
          .stop()
          .toCompletionStage()
          .toCompletableFuture()
          .get(limit.plus(SPARE).toMillis(), TimeUnit.MILLISECONDS);
      printer.accept("Stopped");
    } catch (TimeoutException | ExecutionException e) {
      printer.accept("Gave up waiting; what was in flight is lost");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
