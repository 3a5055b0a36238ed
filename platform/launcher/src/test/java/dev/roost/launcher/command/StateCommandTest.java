package dev.roost.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli.Run;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.Backed;
import dev.roost.platform.state.contract.Samples;
import dev.roost.platform.state.contract.TransferContract;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StateCommandTest {
  @TempDir private Path home;

  private SqliteBackend open(String name) {
    return SqliteBackend.open(
        SqliteSettings.of(home.resolve(name)),
        StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @BeforeEach
  void fill() throws Exception {
    SqliteBackend backend = open("data/roost.db");
    TransferContract.fill(backend);
    Backed.await(backend.close());
  }

  private Run run(String... arguments) {
    return new Cli(home, Map.of("REDIS", "redis://:hidden@127.0.0.1:1")).run(arguments);
  }

  @Test
  void migratesAndSaysWhatThereIs() throws Exception {
    // Given
    String[] command = {"state", "migrate", "--from", "sqlite:data/roost.db", "--to"};

    // When
    Run run =
        run(command[0], command[1], command[2], command[3], command[4], "sqlite:new/roost.db");

    // Then
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("tasks", "dead_letters", "audit")
        .contains("Migrated:", "counts and checksums are equal");
    SqliteBackend target = open("new/roost.db");
    assertThat(Backed.await(target.tasks().find("task_2"))).contains(Samples.running("task_2"));
    Backed.await(target.close());
  }

  @Test
  void exportsWhatIsConfiguredAndImportsItElsewhere() {
    // Given
    Run exported =
        run("state", "export", "--set", "state.backend=sqlite", "backup.jsonl", "--json");

    // When
    Run imported = run("state", "import", "--to", "sqlite:restored.db", "backup.jsonl", "--json");

    // Then
    assertThat(exported.code()).isZero();
    assertThat(imported.code()).isZero();
    JsonObject there = new JsonObject(imported.out());
    assertThat(there).isEqualTo(new JsonObject(exported.out()));
    assertThat(there.getJsonObject("kinds").getJsonObject("events").getInteger("rows"))
        .isEqualTo(20);
  }

  @Test
  void whatIsInMemoryCannotBeTakenAnywhere() {
    // Given
    String file = "backup.jsonl";

    // When
    Run run = run("state", "export", file);

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("in memory").contains("sqlite:PATH");
  }

  @Test
  void passwordsStayWhereTheyAre() {
    // Given
    String[] command = {"state", "migrate", "--from", "sqlite:data/roost.db", "--to"};

    // When
    Run plain = run(command[0], command[1], command[2], command[3], command[4], "redis://:pw@h:1");
    Run reference = run(command[0], command[1], command[2], command[3], command[4], "${env:REDIS}");
    Run help = run("state", "migrate", "--help");

    // Then
    assertThat(plain.code()).isEqualTo(1);
    assertThat(plain.err()).contains("can be seen by others").doesNotContain("pw@");
    assertThat(reference.code()).isEqualTo(1);
    assertThat(reference.err()).contains("redis://127.0.0.1:1").doesNotContain("hidden");
    assertThat(help.out()).contains("${env:REDIS_URI}").contains("${env:NAME}");
  }

  @Test
  void aPlatformThatRunsIsNotTakenAway() throws Exception {
    // Given
    SqliteBackend running = open("data/roost.db");

    // When
    Run run = run("state", "export", "--from", "sqlite:data/roost.db", "backup.jsonl");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("in use by another platform; stop it");
    Backed.await(running.close());
  }
}
