package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli;
import dev.roost.launcher.command.Cli.Run;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log of a platform, and who tampers with it. */
@Timeout(120)
class AuditLogTest {
  private static final String[] SETTINGS = {"state.backend=sqlite", "state.audit=on"};

  @TempDir private Path home;

  private Run verify(RunningPlatform platform) {
    return new Cli(home, Map.of())
        .run("audit", "verify", "--management", platform.managementUrl().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aLineThatWasTakenOutIsFound(int line) throws Exception {
    // Given
    Run before = fill();
    tamper("DELETE FROM audit WHERE key = " + key(line));

    // When
    Run after = verifyAgain();

    // Then
    assertThat(before.code()).isZero();
    assertThat(before.out()).contains("The chain holds, up to line 4.");
    assertThat(after.code()).isEqualTo(1);
    assertThat(after.out()).contains("Line " + line + " is not what was written there");
  }

  @Test
  void aLineThatWasDamagedIsFoundThoughItIsTheLast() throws Exception {
    // Given
    fill();
    tamper(
        "UPDATE audit SET value = replace(value, 'task.request', 'task.cancel') WHERE key = "
            + key(4));

    // When
    Run after = verifyAgain();

    // Then
    assertThat(after.code()).isEqualTo(1);
    assertThat(after.out()).contains("Line 4 is not what was written there");
  }

  private Run fill() throws Exception {
    try (RunningPlatform platform = RunningPlatform.start(home, SETTINGS)) {
      for (int call = 0; call < 4; call++) {
        platform.post(RunningPlatform.request(new JsonObject().put("message", "hello")));
      }
      return verify(platform);
    }
  }

  private static String key(int line) {
    return "(SELECT key FROM audit ORDER BY key LIMIT 1 OFFSET " + (line - 1) + ")";
  }

  private void tamper(String statement) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/roost.db"));
        Statement tampering = connection.createStatement()) {
      assertThat(tampering.executeUpdate(statement)).isEqualTo(1);
    }
  }

  private Run verifyAgain() throws Exception {
    try (RunningPlatform platform = RunningPlatform.startWithWhatIsThere(home, SETTINGS)) {
      return verify(platform);
    }
  }

  @Test
  void aPlatformWithoutOneSaysSo() throws Exception {
    // When
    Run run;
    try (RunningPlatform platform = RunningPlatform.start(home)) {
      run = verify(platform);
    }

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("audit not configured");
  }
}
