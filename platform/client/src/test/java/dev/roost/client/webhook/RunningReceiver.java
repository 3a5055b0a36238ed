package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program that receives, started by a test; it says what it does. */
record RunningReceiver(Process process, Path output) implements AutoCloseable {
  private static final String LISTENING = "listening on ";

  /** Starts it in a folder, on a free port. */
  static RunningReceiver start(Path folder, String secret, List<String> command)
      throws IOException {
    Path output = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("WEBHOOK_SECRET", secret);
    builder.environment().put("PORT", "0");
    return new RunningReceiver(builder.start(), output);
  }

  /** Waits for it to listen. */
  int port() throws IOException {
    Outcomes.await(() -> told().isPresent() || !process.isAlive());
    assertThat(told()).as(Files.readString(output)).isPresent();
    return told().orElseThrow();
  }

  private Optional<Integer> told() {
    return said().stream()
        .filter(line -> line.startsWith(LISTENING))
        .map(line -> Integer.parseInt(line.substring(LISTENING.length())))
        .findFirst();
  }

  /** Whole lines only. */
  List<String> said() {
    try {
      String text = Files.readString(output);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What becomes of a delivery, its repetition, and one that a stranger has signed. */
  List<Integer> answers(WebhookSecret secret, byte[] body) throws IOException {
    TestingSender sender = new TestingSender(secret, port());
    TestingSender stranger = new TestingSender(WebhookSecret.generate(), port());
    return List.of(
        sender.send("msg_1", body), sender.send("msg_1", body), stranger.send("msg_2", body));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
