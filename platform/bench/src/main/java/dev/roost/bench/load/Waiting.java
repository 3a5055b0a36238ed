package dev.roost.bench.load;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what comes later, on a thread that may block. */
final class Waiting {
  private static final long SECONDS = 60;

  private Waiting() {}

  static <T> T on(Future<T> future) {
    return on(future, 0);
  }

  /**
   * Waits.
   *
   * @param more how many seconds it takes when all is well
   */
  static <T> T on(Future<T> future, int more) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS + more, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new LoadException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new LoadException("Nothing came within " + (SECONDS + more) + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("Interrupted", e);
    }
  }
}
