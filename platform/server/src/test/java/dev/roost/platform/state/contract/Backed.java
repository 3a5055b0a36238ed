package dev.roost.platform.state.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.StateBackend;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** A test that has a database. */
public interface Backed {
  /** How long a call may take before the test fails; none of them should take a second. */
  long LIMIT_SECONDS = 60;

  /** The database of this test, empty at first. */
  StateBackend backend();

  /** Its clock. */
  TestingClock clock();

  /** Closes the database and opens it again. */
  StateBackend reopened() throws Exception;

  /** What a call answers. */
  static <T> T await(Future<T> call) throws Exception {
    try {
      return call.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** How a call fails. */
  static Throwable failure(Future<?> call) throws InterruptedException, TimeoutException {
    try {
      Object answer =
          call.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("it answered " + answer);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Asserts that a call fails for a reason. */
  static void assertFails(Future<?> call, StateException.Reason reason) throws Exception {
    Throwable failure = failure(call);
    assertThat(failure).isInstanceOf(StateException.class);
    assertThat(((StateException) failure).reason()).isEqualTo(reason);
  }

  /**
   * Waits until a database takes writes again.
   *
   * @param meanwhile why it may refuse them until then
   */
  static void awaitWrites(StateBackend backend, StateException.Reason... meanwhile)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < deadline) {
      try {
        await(backend.check());
        return;
      } catch (StateException e) {
        assertThat(e.reason()).isIn((Object[]) meanwhile);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new AssertionError("it does not take writes again");
  }

  /** Makes many calls from eight threads at the same time; answers those that succeeded. */
  static <T> List<T> atOnce(int count, IntFunction<Future<T>> call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<java.util.concurrent.Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(threads.submit(() -> await(call.apply(number))));
      }
      List<T> answers = new ArrayList<>();
      for (java.util.concurrent.Future<T> one : running) {
        try {
          answers.add(one.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(StateException.class);
        }
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}
