package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.PlatformConfig;
import dev.roost.platform.state.transfer.KindTotal;
import dev.roost.platform.state.transfer.TransferException;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What the commands about state have in common: databases that are closed in the end, and words.
 */
final class StateWork implements AutoCloseable {
  private static final long TELL_EVERY = 10_000;
  private static final long CLOSE_SECONDS = 10;

  private final Console console;
  private final PlatformConfig config;
  private final StateAddress addresses;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong told = new AtomicLong();

  StateWork(Surroundings surroundings, StateOptions options, Console console) {
    this.console = console;
    this.config = options.load(surroundings);
    this.addresses = new StateAddress(surroundings, config);
  }

  PlatformConfig config() {
    return config;
  }

  StateBackend open(String address) {
    return addresses.open(vertx, address);
  }

  void progress(StateKind kind, long rows) {
    long step = rows / TELL_EVERY;
    if (step > 0 && told.getAndSet(step) != step) {
      console.tell("%s: %,d rows".formatted(kind.label(), rows));
    }
  }

  /** Does it with open databases, closes them, and says what there is. */
  void run(Supplier<Map<StateKind, KindTotal>> work, String done, StateBackend... backends) {
    try {
      tell(work.get(), done);
    } catch (TransferException e) {
      throw StateAddress.failed(e.getMessage());
    } finally {
      for (StateBackend backend : backends) {
        await(backend.close());
      }
    }
  }

  private void tell(Map<StateKind, KindTotal> totals, String done) {
    long rows = totals.values().stream().mapToLong(KindTotal::rows).sum();
    if (console.json()) {
      JsonObject kinds = new JsonObject();
      totals.forEach((kind, total) -> kinds.put(kind.label(), total.toJson()));
      console.print(new JsonObject().put("rows", rows).put("kinds", kinds));
      return;
    }
    Table table = new Table("KIND", "ROWS", "CHECKSUM");
    totals.forEach(
        (kind, total) ->
            table.row(
                kind.label(), Long.toString(total.rows()), total.checksum().substring(0, 12)));
    table.print(console);
    console.print("%s: %,d rows, counts and checksums are equal.".formatted(done, rows));
  }

  private static void await(Future<?> closing) {
    closing
        .toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
