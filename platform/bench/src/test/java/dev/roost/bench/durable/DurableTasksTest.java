package dev.roost.bench.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With a real file. How fast it is is of no interest here. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
class DurableTasksTest {
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int WRITERS = 20;

  @TempDir private Path folder;
  private SqliteBackend backend;

  @BeforeEach
  void open() {
    backend =
        SqliteBackend.open(
            SqliteSettings.of(folder.resolve("roost.db")),
            StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @AfterEach
  void close() throws Exception {
    await(backend.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private List<StateRow> rows(StateKind kind) throws Exception {
    return await(backend.transfer().read(kind, "", 1_000_000));
  }

  @Test
  void eachTaskLivesItsWholeLife(Vertx vertx) throws Exception {
    // When
    DurableTasks.Result result =
        await(new DurableTasks(vertx, WRITERS).run(backend.tasks(), SHORT_NANOS));

    // Then
    int tasks = (int) result.tasks();
    assertThat(tasks).isGreaterThanOrEqualTo(WRITERS);
    assertThat(result.perSecond()).isPositive();
    assertThat(rows(StateKind.TASKS))
        .hasSize(tasks)
        .allMatch(row -> row.value().containsKey("outcome"));
    assertThat(rows(StateKind.EVENTS)).hasSize(2 * tasks);
    assertThat(rows(StateKind.LEASES))
        .hasSize(tasks)
        .allMatch(row -> row.value().getString("holder").isEmpty());
  }
}
