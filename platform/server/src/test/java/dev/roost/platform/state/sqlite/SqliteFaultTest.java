package dev.roost.platform.state.sqlite;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.awaitWrites;
import static dev.roost.platform.state.contract.Backed.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.GroupCommit;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.Samples;
import dev.roost.protocol.StateSnapshot;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.StateException;
import dev.roost.spi.StateException.Reason;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file does that is full, or was damaged. */
class SqliteFaultTest {
  private static final long ALL_PAGES = 1_000_000;
  private static final long FEW_PAGES = 300;

  private final AtomicLong maxPages = new AtomicLong(FEW_PAGES);
  @TempDir private Path folder;
  private SqliteBackend backend;

  @BeforeEach
  void open() {
    backend =
        SqliteBackend.open(
            new SqliteSettings(
                folder.resolve("roost.db"), 2, maxPages::get, GroupCommit.MAX_CHANGES),
            StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @AfterEach
  void close() throws Exception {
    await(backend.close());
  }

  /** Writes until it does not work any more; answers how many states were acknowledged. */
  private long fill() throws Exception {
    JsonObject large = new JsonObject().put("text", "x".repeat(50_000));
    long saved = 0;
    try {
      while (saved < 1_000) {
        saved = await(backend.snapshots().save("task_" + saved, 0, large, true)).version() + saved;
      }
    } catch (StateException e) {
      assertThat(e.reason()).isEqualTo(Reason.READ_ONLY);
    }
    return saved;
  }

  @Test
  void aFullDatabaseRefusesWritesAndServesWhatItHas() throws Exception {
    // Given
    long saved = fill();

    // When
    assertFails(backend.tasks().save(Samples.running("task_1")), Reason.READ_ONLY);

    // Then
    assertFails(backend.check(), Reason.READ_ONLY);
    assertThat(saved).isBetween(5L, 999L);
    for (long i = 0; i < saved; i++) {
      assertThat(await(backend.snapshots().latest("task_" + i))).isPresent();
    }
    assertThat(await(backend.snapshots().latest("task_" + saved))).isEmpty();
  }

  @Test
  void whenThereIsRoomAgainItTakesWritesByItself() throws Exception {
    // Given
    long saved = fill();

    // When
    maxPages.set(ALL_PAGES);
    awaitWrites(backend, Reason.READ_ONLY);

    // Then
    await(backend.tasks().save(Samples.running("task_1")));
    assertThat(await(backend.tasks().find("task_1"))).isPresent();
    assertThat(await(backend.snapshots().latest("task_" + (saved - 1)))).isPresent();
  }

  @Test
  void theErrorTellsACallerToTryAgain() throws Exception {
    // Given
    fill();

    // When
    StateException refusal =
        (StateException) failure(backend.tasks().save(Samples.running("task_1")));

    // Then
    assertThat(refusal.recoverable()).isTrue();
    assertThat(refusal.retryAfterMillis()).isPositive();
    assertThat(refusal.error().code()).isEqualTo(-32032);
    assertThat(refusal.error().data().getBoolean("recoverable")).isTrue();
    assertThat(refusal.error().data().getInteger("retry_after_ms")).isPositive();
    assertThat(refusal.error().toJson().encode()).doesNotContain("SQLITE");
  }

  private void damage(String table, String key) throws Exception {
    String path = folder.resolve("roost.db").toString();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      int changed =
          statement.executeUpdate(
              "UPDATE "
                  + table
                  + " SET value = replace(value, 'step', 'stop') WHERE key = '"
                  + key
                  + "'");
      assertThat(changed).isEqualTo(1);
    }
  }

  @Test
  void ofADamagedStateTheVersionBeforeIsServed() throws Exception {
    // Given
    StateSnapshot first = await(backend.snapshots().save("task_1", Samples.state(1), true));
    StateSnapshot second = await(backend.snapshots().save("task_1", Samples.state(2), true));
    damage("snapshots", "task_1/0000000000000000002");

    // When
    Optional<StateSnapshot> latest = await(backend.snapshots().latest("task_1"));

    // Then
    assertThat(latest).contains(first);
    assertThat(await(backend.snapshots().find("task_1", second.id()))).isEmpty();
    assertThat(await(backend.snapshots().find("task_1", 2))).isEmpty();
    assertThat(await(backend.snapshots().save("task_1", 2, Samples.state(3), true)).version())
        .isEqualTo(3);
  }

  @Test
  void aDamagedDeliveryHoldsUpNobody() throws Exception {
    // Given
    for (String id : List.of("msg_1", "msg_2")) {
      await(backend.outbox().add(List.of(OutboxEntry.of(id, "a", Samples.state(1), Samples.TIME))));
    }
    damage("outbox", "msg_1");

    // When
    int taken = await(backend.outbox().take(Duration.ofHours(1), Set.of(), 9)).size();

    // Then
    assertThat(taken).isEqualTo(1);
    assertThat(await(backend.outbox().counts()).pending()).isEqualTo(2);
  }
}
