package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.foreign.ForeignProgram;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients in other languages, without a line of ours: each of their functions runs as a program of
 * its own.
 */
@Tag("interop")
class ForeignClientTest {
  private static final List<String> PARTS =
      List.of(
          "discover",
          "send",
          "errors",
          "batch",
          "compression",
          "streaming",
          "stream-errors",
          "task",
          "task-events",
          "idempotency");

  @TempDir private static Path home;

  private static RunningPlatform running;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    running = RunningPlatform.start(home);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  /** A language, and how to run its client. */
  private enum Client {
    PYTHON("python3", "python3", "client.py"),
    NODE("node", "nodejs", "client.mjs");

    private final String program;
    private final String debianPackage;
    private final String script;

    Client(String program, String debianPackage, String script) {
      this.program = program;
      this.debianPackage = debianPackage;
      this.script = script;
    }

    List<String> command(String... arguments) throws URISyntaxException {
      URL file = ForeignClientTest.class.getResource(script);
      assertThat(file).as(script).isNotNull();
      return Stream.concat(
              Stream.of(
                  ForeignProgram.find(program, debianPackage), Path.of(file.toURI()).toString()),
              Stream.of(arguments))
          .toList();
    }
  }

  static Stream<Arguments> parts() {
    return Stream.of(Client.values())
        .flatMap(client -> PARTS.stream().map(part -> Arguments.of(client, part)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("parts")
  void passes(Client client, String part) throws Exception {
    // Given
    Path output = folder.resolve("output");
    String base = running.messages().resolve("/").toString();

    // When
    int exitCode = run(client.command(base.substring(0, base.length() - 1), part), output);

    // Then
    assertThat(exitCode).as(Files.readString(output)).isZero();
    assertThat(output).content().contains("ok " + part);
  }

  private static int run(List<String> command, Path output) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("ends: " + Files.readString(output)).isTrue();
    return process.exitValue();
  }
}
