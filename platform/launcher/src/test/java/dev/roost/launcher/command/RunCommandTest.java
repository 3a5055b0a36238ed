package dev.roost.launcher.command;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli.Run;
import dev.roost.launcher.running.Eventually;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunCommandTest {
  private static final String PROBE = "verticles.probe.class=" + ProbeVerticle.class.getName();

  @TempDir private Path home;

  @BeforeEach
  void forget() {
    ProbeVerticle.EVENTS.clear();
  }

  @Test
  void servesUntilItIsToldToStop() throws Exception {
    // Given
    Cli cli = new Cli(home, Map.of());
    CompletableFuture<Run> finished = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () ->
                finished.complete(
                    cli.run(
                        onFreePorts(
                            PROBE,
                            "verticles.probe.threading=worker",
                            "verticles.probe.config={\"a\":1}"))));

    // When
    thread.start();
    String started = ProbeVerticle.EVENTS.poll(30, SECONDS);
    Eventually.until(() -> cli.out().contains("agents"));
    thread.interrupt();
    Run run = finished.get(30, SECONDS);

    // Then
    assertThat(started).isEqualTo("start {\"a\":1} on vert.x-worker");
    assertThat(ProbeVerticle.EVENTS).contains("stop");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "is ready after", "messages    http://127.0.0.1:", "management  http://127.0.0.1:");
    assertThat(run.err()).contains("Stopping; work in flight has 10 s", "Stopped");
  }

  @Test
  void aVerticleThatFailsStopsTheStart() {
    // When
    Run run = new Cli(home, Map.of()).run(onFreePorts(PROBE, "verticles.probe.config.then=fail"));

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("The platform did not start: The verticle 'probe' failed to start")
        .contains("no database");
  }

  @Test
  void aClassThatIsNotThereIsNamed() {
    // When
    Run missing = new Cli(home, Map.of()).run(onFreePorts("verticles.x.class=com.example.No"));
    Run wrong = new Cli(home, Map.of()).run(onFreePorts("verticles.x.class=java.lang.String"));

    // Then
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("'x' needs the class com.example.No", "ROOST_CLASSPATH");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("'x' has the class java.lang.String", "not a verticle");
  }

  @Test
  void aBadConfigurationIsRefusedAsAWhole() throws Exception {
    // Given
    Files.writeString(home.resolve("my.json"), "{\n\"http\": {\"port\": -1},\n\"tsk\": {}}");

    // When
    Run human = new Cli(home, Map.of()).run("run", "--config", "my.json");
    Run machine = new Cli(home, Map.of()).run("run", "-c", "my.json", "--json");

    // Then
    assertThat(human.code()).isEqualTo(2);
    assertThat(human.err())
        .contains("The configuration is not valid (2 errors):")
        .contains("/http/port: is -1; allowed: a whole number from 0 to 65535 (")
        .contains("my.json:2)")
        .contains("/tsk: unknown key; did you mean /task?");
    assertThat(machine.code()).isEqualTo(2);
    assertThat(new JsonObject(machine.err()).getJsonObject("error").getJsonArray("errors"))
        .hasSize(2);
  }

  @Test
  void checkPrintsWhatWouldHoldWithoutSecrets() {
    // Given
    String tokens =
        "auth.bearer.tokens=[{\"token\":\"${env:TOKEN}\",\"agent\":\"urn:asap:agent:a\"}]";
    Map<String, String> environment = Map.of("TOKEN", "s3cret", "ROOST_HTTP_PRT", "1");

    // When
    Run run =
        new Cli(home, environment)
            .run("run", "--check", "--set", tokens, "--set", "auth.mode=bearer");

    // Then
    assertThat(run.code()).isZero();
    assertThat(new JsonObject(run.out()).getJsonObject("auth").getString("mode"))
        .isEqualTo("bearer");
    assertThat(run.out()).contains("*** ${env:TOKEN}").doesNotContain("s3cret");
    assertThat(run.err()).contains("ROOST_HTTP_PRT means nothing to Roost");
  }

  private static String[] onFreePorts(String... sets) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    Stream.concat(Stream.of("http.port=0", "management.port=0"), Stream.of(sets))
        .forEach(set -> arguments.addAll(List.of("--set", set)));
    return arguments.toArray(String[]::new);
  }
}
