package dev.roost.platform.state.transfer;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.Samples;
import dev.roost.platform.state.contract.TransferContract;
import dev.roost.platform.state.redis.RedisBackend;
import dev.roost.platform.state.redis.TestingRedis;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
  private static final StateSettings SETTINGS =
      StateSettings.of(Duration.ofDays(9_000), Duration.ofDays(9_000));

  @TempDir private Path folder;
  private final Map<StateKind, Long> copied = new EnumMap<>(StateKind.class);
  private final List<StateBackend> open = new ArrayList<>();
  private StateBackend source;

  @BeforeEach
  void fill() throws Exception {
    source = sqlite("source.db");
    TransferContract.fill(source);
    for (int i = 0; i < 30; i++) {
      await(source.events().append("task_log", Samples.log(i * 50 + 1, i * 50 + 50)));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (StateBackend backend : open) {
      await(backend.close());
    }
  }

  private StateBackend sqlite(String name) {
    StateBackend backend = SqliteBackend.open(SqliteSettings.of(folder.resolve(name)), SETTINGS);
    open.add(backend);
    return backend;
  }

  private Migration migration(StateBackend from, StateBackend to) {
    return new Migration(from, to, folder.resolve("note.json"), "a to b", copied::put);
  }

  @Test
  void everythingGoesFromOneDatabaseToAnotherAndBack() throws Exception {
    // Given
    TestingRedis redis = TestingRedis.start(folder, false);
    Vertx vertx = Vertx.vertx();
    StateBackend between = RedisBackend.open(vertx, redis.settings(), SETTINGS);
    StateBackend back = sqlite("back.db");

    // When
    Map<StateKind, KindTotal> there = migration(source, between).run();
    Map<StateKind, KindTotal> again = migration(between, back).run();

    // Then
    assertThat(again).isEqualTo(there);
    assertThat(there).allSatisfy((kind, total) -> assertThat(total.rows()).isPositive());
    assertThat(there.get(StateKind.EVENTS).rows()).isEqualTo(1_520);
    assertThat(TransferContract.rows(back)).isEqualTo(TransferContract.rows(source));
    assertThat(await(back.audit().verify())).isEmpty();
    assertThat(folder.resolve("note.json")).doesNotExist();
    await(between.close());
    await(vertx.close());
    redis.close();
  }

  @Test
  void whatBrokeOffGoesOnWhereItWas() throws Exception {
    // Given
    StateBackend first = sqlite("target.db");
    Migration broken =
        new Migration(
            source,
            first,
            folder.resolve("note.json"),
            "a to b",
            (kind, rows) -> {
              if (kind == StateKind.EVENTS && rows == 1_000) {
                first.close();
              }
            });
    Throwable failure = catchThrowable(broken::run);
    await(first.close());
    StateBackend second = sqlite("target.db");

    // When
    Map<StateKind, KindTotal> totals = migration(source, second).run();

    // Then
    assertThat(failure).isInstanceOf(TransferException.class).hasMessageContaining("closed");
    assertThat(totals.get(StateKind.EVENTS).rows()).isEqualTo(1_520);
    assertThat(copied.get(StateKind.EVENTS)).isEqualTo(520);
    assertThat(copied).doesNotContainKey(StateKind.TASKS);
    assertThat(TransferContract.rows(second)).isEqualTo(TransferContract.rows(source));
  }

  @Test
  void anotherMigrationIsNotMixedUpWithOneThatBrokeOff() throws Exception {
    // Given
    Files.writeString(
        folder.resolve("note.json"), "{\"migration\":\"x to y\",\"kind\":\"usage\",\"key\":\"\"}");

    // When
    Throwable failure = catchThrowable(() -> migration(source, sqlite("target.db")).run());

    // Then
    assertThat(failure).isInstanceOf(TransferException.class).hasMessageContaining("x to y");
  }

  @Test
  void aTargetWithSomethingInItIsRefused() throws Exception {
    // Given
    StateBackend target = sqlite("target.db");
    await(target.usage().record(List.of(Samples.usage("e9", "a", "x", 1))));

    // When
    Throwable failure = catchThrowable(() -> migration(source, target).run());

    // Then
    assertThat(failure)
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("has usage in it already");
    assertThat(await(target.tasks().find("task_1"))).isEmpty();
  }

  @Test
  void whatWasChangedMeanwhileIsNoticed() throws Exception {
    // Given
    StateBackend target = sqlite("target.db");
    Migration migration =
        new Migration(
            source,
            target,
            folder.resolve("note.json"),
            "a to b",
            (kind, rows) -> {
              if (kind == StateKind.USAGE) {
                source.usage().record(List.of(Samples.usage("e0", "a", "x", 1)));
              }
            });

    // When
    Throwable failure = catchThrowable(migration::run);

    // Then
    assertThat(failure)
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("usage did not arrive as they were: 2 rows")
        .hasMessageContaining("was one of the two in use");
  }

  private StateFile file(String name) {
    return new StateFile(folder.resolve(name), copied::put);
  }

  @Test
  void aFileHoldsEverything() throws Exception {
    // Given
    Map<StateKind, KindTotal> written = file("backup.jsonl").write(source);
    StateBackend target = new MemoryBackend(SETTINGS);

    // When
    Map<StateKind, KindTotal> read = file("backup.jsonl").read(target);

    // Then
    assertThat(read).isEqualTo(written);
    assertThat(TransferContract.rows(target)).isEqualTo(TransferContract.rows(source));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("backup.jsonl"))))
        .isEqualTo("rw-------");
    assertThat(catchThrowable(() -> file("backup.jsonl").write(source)))
        .hasMessageContaining("is there already");
  }

  @Test
  void aFileThatIsNotWholeIsRefusedBeforeAnythingIsWritten() throws Exception {
    // Given
    file("backup.jsonl").write(source);
    List<String> lines = Files.readAllLines(folder.resolve("backup.jsonl"));
    Files.write(folder.resolve("short.jsonl"), lines.subList(0, lines.size() - 1));
    List<String> changed = new ArrayList<>(lines);
    changed.set(3, changed.get(3).replace("chunk 1", "chunk !"));
    Files.write(folder.resolve("changed.jsonl"), changed);
    Files.writeString(folder.resolve("other.jsonl"), "{\"a\":1}\n");
    StateBackend target = new MemoryBackend(SETTINGS);

    // When
    Throwable cut = catchThrowable(() -> file("short.jsonl").read(target));
    Throwable different = catchThrowable(() -> file("changed.jsonl").read(target));
    Throwable other = catchThrowable(() -> file("other.jsonl").read(target));

    // Then
    assertThat(cut).isInstanceOf(TransferException.class).hasMessageContaining("cut short");
    assertThat(different).isInstanceOf(TransferException.class).hasMessageContaining("was changed");
    assertThat(other).hasMessageContaining("line 1").hasMessageContaining("no export");
    assertThat(await(target.tasks().find("task_1"))).isEmpty();
  }

  @Test
  void aFileOfAReleaseThatKnewFewerKindsIsRead() throws Exception {
    // Given
    file("backup.jsonl").write(source);
    List<String> older = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("backup.jsonl"))) {
      if (!line.contains("\"kind\":\"endpoints\"")) {
        older.add(line.replaceAll(",\"endpoints\":\\{[^}]*}", ""));
      }
    }
    Files.write(folder.resolve("older.jsonl"), older);
    StateBackend target = new MemoryBackend(SETTINGS);

    // When
    Map<StateKind, KindTotal> read = file("older.jsonl").read(target);

    // Then
    assertThat(String.join("", older)).doesNotContain("endpoints");
    assertThat(read.get(StateKind.ENDPOINTS).rows()).isZero();
    assertThat(read.get(StateKind.EVENTS).rows()).isEqualTo(1_520);
  }
}
