package dev.roost.platform.state.transfer;

import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads and writes rows page by page, waiting for each. */
final class Pages {
  static final int SIZE = 500;

  private static final int LIMIT_SECONDS = 60;

  private Pages() {}

  static <T> T await(StateBackend backend, Future<T> call) {
    try {
      return call.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new TransferException(backend.name() + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new TransferException(
          backend.name() + " did not answer in " + LIMIT_SECONDS + " s; try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransferException("The transfer was interrupted; run it again to go on", e);
    }
  }

  /** Hands over each page of a kind, beginning behind a key. */
  static void read(
      StateBackend backend, StateKind kind, String after, Consumer<List<StateRow>> taker) {
    String last = after;
    while (true) {
      List<StateRow> page = await(backend, backend.transfer().read(kind, last, SIZE));
      if (page.isEmpty()) {
        return;
      }
      taker.accept(page);
      last = page.get(page.size() - 1).key();
    }
  }

  static void write(StateBackend backend, StateKind kind, List<StateRow> rows) {
    await(backend, backend.transfer().write(kind, rows));
  }

  static KindTotal total(StateBackend backend, StateKind kind) {
    RowDigest digest = new RowDigest();
    read(backend, kind, "", page -> page.forEach(digest::add));
    return digest.total();
  }

  /** Refuses a database that has something in it. */
  static void checkEmpty(StateBackend backend) {
    for (StateKind kind : StateKind.values()) {
      if (!await(backend, backend.transfer().read(kind, "", 1)).isEmpty()) {
        throw new TransferException(
            "The target has "
                + kind.label()
                + " in it already; choose an empty one, since rows of two platforms do not mix",
            null);
      }
    }
  }
}
