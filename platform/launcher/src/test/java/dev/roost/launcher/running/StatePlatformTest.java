package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli;
import dev.roost.launcher.command.Cli.Run;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a platform keeps its state. */
@Timeout(120)
class StatePlatformTest {
  @TempDir private Path home;

  private static JsonObject request(String key) {
    JsonObject request = RunningPlatform.request(new JsonObject().put("message", "once"));
    request.getJsonObject("params").put("idempotency_key", key);
    return request;
  }

  private static JsonObject answer(RunningPlatform platform, JsonObject request) throws Exception {
    return new JsonObject(platform.post(request).body())
        .getJsonObject("result")
        .getJsonObject("envelope");
  }

  @Test
  void aRequestThatWasAnsweredBeforeARestartIsAnsweredTheSameAfterIt() throws Exception {
    // Given
    JsonObject request = request("order-1");
    JsonObject first;
    try (RunningPlatform platform = RunningPlatform.start(home, "state.backend=sqlite")) {
      first = answer(platform, request);
    }

    // When
    JsonObject second;
    try (RunningPlatform platform =
        RunningPlatform.startWithWhatIsThere(home, "state.backend=sqlite")) {
      second = answer(platform, request);
    }

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(Files.exists(home.resolve("data/roost.db"))).isTrue();
  }

  @Test
  void inMemoryItRunsAgainAfterARestart() throws Exception {
    // Given
    JsonObject request = request("order-1");
    JsonObject first;
    try (RunningPlatform platform = RunningPlatform.start(home)) {
      first = answer(platform, request);
    }

    // When
    JsonObject second;
    try (RunningPlatform platform = RunningPlatform.startWithWhatIsThere(home)) {
      second = answer(platform, request);
    }

    // Then
    assertThat(second.getString("id")).isNotEqualTo(first.getString("id"));
    assertThat(Files.exists(home.resolve("data"))).isFalse();
  }

  @Test
  void aBackendOfOnesOwnIsFoundByItsName() throws Exception {
    // Given
    String[] own = {"state.backend=journal", "state.config.file=" + home.resolve("journal")};
    JsonObject request = request("order-1");
    JsonObject first;
    try (RunningPlatform platform = RunningPlatform.start(home, own)) {
      first = answer(platform, request);
    }

    // When
    JsonObject second;
    try (RunningPlatform platform = RunningPlatform.startWithWhatIsThere(home, own)) {
      second = answer(platform, request);
    }

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(Files.readString(home.resolve("journal"))).contains("order-1");
  }

  @Test
  void aBackendOfOnesOwnThatCannotOpenStopsTheStart() {
    // Given
    String own = "state.backend=journal";

    // When
    Run run = run(Map.of(), own, "http.port=0", "management.port=0");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("Cannot open the state backend \"journal\"")
        .contains("state.config.file is missing");
  }

  private Run run(Map<String, String> environment, String... sets) {
    String[] arguments = new String[1 + 2 * sets.length];
    arguments[0] = "run";
    for (int i = 0; i < sets.length; i++) {
      arguments[2 * i + 1] = "--set";
      arguments[2 * i + 2] = sets[i];
    }
    return new Cli(home, environment).run(arguments);
  }

  @Test
  void aFileThatCannotBeWrittenStopsTheStart() throws Exception {
    // Given
    Files.writeString(home.resolve("data"), "a file where a folder should be");

    // When
    Run run = run(Map.of("ASAP_STORAGE_BACKEND", "sqlite"), "http.port=0", "management.port=0");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("Cannot write the state to " + home.resolve("data/roost.db"))
        .contains("state.sqlite.path")
        .contains("choose a path that this user may write to");
  }

  @Test
  void aRedisThatIsNotThereStopsTheStart() {
    // Given
    Map<String, String> environment = Map.of("REDIS", "redis://:hidden@127.0.0.1:1");

    // When
    Run run =
        run(
            environment,
            "state.backend=redis",
            "state.redis.uri=${env:REDIS}",
            "http.port=0",
            "management.port=0");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("Cannot keep the state in Redis at redis://127.0.0.1:1")
        .contains("state.redis.uri")
        .doesNotContain("hidden");
  }

  @Test
  void aPasswordInTheConfigurationItselfIsRefused() {
    // Given
    String plain = "state.redis.uri=redis://:hidden@127.0.0.1:1";

    // When
    Run run = run(Map.of(), "state.backend=redis", plain);

    // Then
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("/state/redis/uri")
        .contains("${env:NAME}")
        .doesNotContain("hidden");
  }

  @Test
  void anUnknownBackendIsToldWithTheKnownOnes() {
    // Given
    String unknown = "state.backend=sqlit";

    // When
    Run run = run(Map.of(), unknown, "http.port=0", "management.port=0");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("no state backend \"sqlit\"")
        .contains("memory, sqlite, redis, journal")
        .contains("ROOST_CLASSPATH");
  }
}
