package dev.roost.launcher.running;

import java.nio.file.Path;
import java.util.List;
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

  /** The clients. */
  private enum Client {
    PYTHON(ForeignScript.of(ForeignScript.Language.PYTHON, "client.py")),
    NODE(ForeignScript.of(ForeignScript.Language.NODE, "client.mjs"));

    private final ForeignScript script;

    Client(ForeignScript script) {
      this.script = script;
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
    String base = running.messages().resolve("/").toString();

    // When
    try (ForeignScript.Conversation conversation =
        client.script.start(folder.resolve("output"), base.substring(0, base.length() - 1), part)) {
      // Then
      conversation.isContent(part);
    }
  }
}
