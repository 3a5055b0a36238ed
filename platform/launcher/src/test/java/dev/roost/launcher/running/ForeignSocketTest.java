package dev.roost.launcher.running;

import static java.util.concurrent.CompletableFuture.runAsync;

import dev.roost.launcher.running.ForeignScript.Conversation;
import dev.roost.launcher.running.ForeignScript.Language;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ASAP over WebSocket with clients in other languages: the same conversations with two libraries.
 */
@Tag("interop")
class ForeignSocketTest {
  private static final List<String> PARTS =
      List.of(
          "request",
          "by-path",
          "fragments",
          "side-by-side",
          "acks",
          "again",
          "streaming",
          "come-back",
          "subscribe",
          "unsubscribe",
          "heartbeat",
          "errors",
          "sizes",
          "too-long",
          "rate",
          "binary");

  @TempDir private static Path home;

  private static RunningPlatform running;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    running = start(home);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  private static RunningPlatform start(Path home, String... more) throws Exception {
    Stream<String> sets =
        Stream.of("verticles.gated.class=" + GatedAgent.class.getName(), "websocket.pingSeconds=1");
    return RunningPlatform.start(home, Stream.concat(sets, Stream.of(more)).toArray(String[]::new));
  }

  /** The clients. */
  private enum Client {
    PYTHON(
        ForeignScript.of(
            Language.PYTHON, "websocket_client.py", "websockets", "python3-websockets")),
    NODE(ForeignScript.of(Language.NODE, "websocket_client.mjs", "ws", "node-ws"));

    private final ForeignScript script;

    Client(ForeignScript script) {
      this.script = script;
    }
  }

  private Conversation begin(Client client, RunningPlatform platform, String... arguments)
      throws Exception {
    URI messages = platform.messages();
    String base = "ws://" + messages.getRawAuthority();
    return client.script.start(
        folder.resolve("output"),
        Stream.concat(Stream.of(base), Stream.of(arguments)).toArray(String[]::new));
  }

  static Stream<Arguments> parts() {
    return Stream.of(Client.values())
        .flatMap(client -> PARTS.stream().map(part -> Arguments.of(client, part)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("parts")
  void passes(Client client, String part) throws Exception {
    // When
    try (Conversation conversation = begin(client, running, part)) {
      // Then
      conversation.isContent(part);
    }
  }

  /** What the reference's own client does; only Python has one. */
  @Test
  void aClientThatBehavesAsTheReferencesDoesIsServed() throws Exception {
    // When
    try (Conversation conversation = begin(Client.PYTHON, running, "reference")) {
      // Then
      conversation.isContent("reference");
    }
  }

  @ParameterizedTest
  @EnumSource
  void strangersAreToldSo(Client client) throws Exception {
    // Given
    Path token = folder.resolve("token");
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, "let-me-in");
    String known =
        "auth.bearer.tokens=[{\"token\":\"${file:%s}\",\"agent\":\"urn:asap:agent:foreign\"}]";
    try (RunningPlatform closed =
            start(folder.resolve("home"), "auth.mode=bearer", known.formatted(token));
        // When
        Conversation conversation = begin(client, closed, "strangers")) {
      // Then
      conversation.isContent("strangers");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStopAnswersWhatIsOwedAndSaysGoodbye(Client client) throws Exception {
    // Given
    try (RunningPlatform stopped = start(folder.resolve("home"), "platform.shutdownSeconds=30");
        Conversation conversation = begin(client, stopped, "goodbye")) {
      conversation.await("waits");

      // When
      CompletableFuture<Void> stop = runAsync(stopped::close);
      conversation.await("is not let in any more");
      GatedAgent.openAll();

      // Then
      conversation.isContent("goodbye");
      stop.get(60, TimeUnit.SECONDS);
    }
  }
}
