package dev.roost.platform.state.sqlite;

import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.awaitWrites;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.Samples;
import dev.roost.spi.StateException;
import dev.roost.spi.StateException.Reason;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 8 MiB that somebody else fills, and empties again. */
@Tag("chaos")
class FullDiskTest {
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  @TempDir private Path disk;

  @BeforeEach
  void mount() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("this test mounts a small disk, so it runs as root: %s: %s", command[0], output)
        .isZero();
  }

  private void fillDisk() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
      while (true) {
        filler.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void nothingIsAnsweredForThatIsNotKeptAndItRecoversByItself() throws Exception {
    // Given
    SqliteBackend backend =
        SqliteBackend.open(
            SqliteSettings.of(disk.resolve("roost.db")),
            StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
    await(backend.tasks().save(Samples.running("task_first")));
    fillDisk();
    int saved = saveUntilRefused(backend);

    // When
    Files.delete(disk.resolve("filler"));
    long freed = System.nanoTime();
    awaitWrites(backend, Reason.READ_ONLY);

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - freed)).isLessThan(RECOVERY);
    await(backend.tasks().save(Samples.running("task_last")));
    for (int i = 0; i < saved; i++) {
      assertThat(await(backend.snapshots().latest("task_" + i))).isPresent();
    }
    assertThat(await(backend.tasks().find("task_first"))).isPresent();
    await(backend.close());
    assertThat(integrity()).isEqualTo("ok");
  }

  private static int saveUntilRefused(SqliteBackend backend) throws Exception {
    JsonObject large = new JsonObject().put("text", "x".repeat(20_000));
    for (int saved = 0; saved < 10_000; saved++) {
      try {
        await(backend.snapshots().save("task_" + saved, 0, large, true));
      } catch (StateException e) {
        assertThat(e.reason()).isEqualTo(Reason.READ_ONLY);
        return saved;
      }
    }
    throw new AssertionError("the disk is not full");
  }

  private String integrity() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + disk.resolve("roost.db"));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      return result.getString(1);
    }
  }
}
