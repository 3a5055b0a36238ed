package dev.roost.platform.state.sqlite;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.Bound;
import dev.roost.platform.state.Limits;
import dev.roost.platform.state.RowBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.spi.DeadLetter;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore.Counts;
import dev.roost.spi.StateKind;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk, too, dead letters are bounded by their bytes. */
class LetterBytesTest {
  private static final int LETTER = 1_000;
  private static final long ROOM = 5L * LETTER;

  @TempDir private Path folder;
  private final TestingClock clock = new TestingClock();
  private RowBackend backend;

  /** The shipped bounds but that of the letters. */
  private static final class Small extends RowBackend {
    private Small(Path file, TestingClock clock) {
      super(
          SqliteRows.open(SqliteSettings.of(file)),
          new StateSettings(Duration.ofHours(1), Duration.ofHours(1), clock),
          limits(Limits.DURABLE));
    }

    private static Limits limits(Limits usual) {
      return new Limits(
          usual.tasks(),
          usual.logs(),
          usual.states(),
          usual.claims(),
          usual.outbox(),
          Bound.of(1_000, ROOM),
          usual.usage(),
          usual.audit(),
          true);
    }
  }

  @BeforeEach
  void open() {
    backend = new Small(folder.resolve("roost.db"), clock);
  }

  @AfterEach
  void close() throws Exception {
    await(backend.close());
  }

  private void bury(String id) throws Exception {
    JsonObject payload = new JsonObject().put("body", "x".repeat(LETTER));
    await(backend.outbox().add(List.of(OutboxEntry.of(id, "we_1", payload, clock.instant()))));
    OutboxEntry taken = await(backend.outbox().take(Duration.ofMinutes(1), Set.of(), 1)).get(0);
    clock.advance(Duration.ofMillis(1));
    await(backend.outbox().bury(taken, "gone"));
  }

  private long bytes() throws Exception {
    return await(backend.transfer().read(StateKind.COUNTS, "", 100)).stream()
        .filter(row -> row.key().equals("outbox.letter_bytes"))
        .mapToLong(row -> row.value().getLong("number"))
        .sum();
  }

  @Test
  void theOldestGoWhenTheyTakeTooMuch() throws Exception {
    // When
    for (int i = 1; i <= 9; i++) {
      bury("msg_" + i);
    }

    // Then
    Counts counts = await(backend.outbox().counts());
    assertThat(counts.dead()).isBetween(1L, 4L);
    assertThat(counts.dead() + counts.purged()).isEqualTo(9);
    assertThat(bytes()).isBetween((long) LETTER, ROOM);
    assertThat(await(backend.deadLetters().list(Optional.empty(), Optional.empty(), 1)))
        .extracting(DeadLetter::entry)
        .extracting(OutboxEntry::id)
        .containsExactly("msg_9");
  }

  @Test
  void whatHasLeftTakesNothing() throws Exception {
    // Given
    bury("msg_1");
    bury("msg_2");

    // When
    await(backend.deadLetters().replay("msg_1"));
    await(backend.deadLetters().purge(clock.instant().plusSeconds(1), 9));

    // Then
    assertThat(bytes()).isZero();
  }
}
