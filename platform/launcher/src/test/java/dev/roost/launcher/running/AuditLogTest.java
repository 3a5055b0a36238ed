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

/** The audit log of a platform, and who tampers with it. */
@Timeout(120)
class AuditLogTest {
  private static final String[] SETTINGS = {"state.backend=sqlite", "state.audit=on"};

  @TempDir private Path home;

  private Run verify(RunningPlatform platform) {
    return new Cli(home, Map.of())
        .run("audit", "verify", "--management", platform.managementUrl().toString());
  }

  @Test
  void aLineThatWasTakenOutIsFound() throws Exception {
    // Given
    Run before;
    try (RunningPlatform platform = RunningPlatform.start(home, SETTINGS)) {
      for (int call = 0; call < 3; call++) {
        platform.post(RunningPlatform.request(new JsonObject().put("message", "hello")));
      }
      before = verify(platform);
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/roost.db"));
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "DELETE FROM audit WHERE key = (SELECT key FROM audit ORDER BY key LIMIT 1"
                      + " OFFSET 1)"))
          .isEqualTo(1);
    }

    // When
    Run after;
    try (RunningPlatform platform = RunningPlatform.startWithWhatIsThere(home, SETTINGS)) {
      after = verify(platform);
    }

    // Then
    assertThat(before.code()).isZero();
    assertThat(before.out()).contains("The chain holds, up to line 3.");
    assertThat(after.code()).isEqualTo(1);
    assertThat(after.out()).contains("Line 2 is not what was written there, or is missing.");
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
