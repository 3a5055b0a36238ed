package dev.roost.launcher.command;

import dev.roost.client.oauth.OAuthException;
import dev.roost.launcher.OperationFailedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Lets a command wait for what happens on event loops. */
final class Waiting {
  private Waiting() {}

  /** Runs with a Vert.x that ends with it. */
  static <T> T withVertx(Function<Vertx, T> work) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      return work.apply(vertx);
    } finally {
      vertx.close();
    }
  }

  /** The outcome; what went wrong with tokens is for the user. */
  static <T> T await(Future<T> future, Duration limit) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationFailedException known) {
        throw known;
      }
      throw e.getCause() instanceof OAuthException known
          ? new OperationFailedException(known.getMessage())
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new OperationFailedException("Nothing came within " + limit.toSeconds() + " seconds");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailedException("Interrupted");
    }
  }
}
