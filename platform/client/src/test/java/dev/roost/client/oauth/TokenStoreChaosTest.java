package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import dev.roost.spi.Secret;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C8: a program is killed while it stores one refresh token after the other. */
@Tag("chaos")
class TokenStoreChaosTest {
  private static final Secret PASSPHRASE = Secret.of("a passphrase of a test");
  private static final int KILLS = 40;

  @TempDir private Path folder;

  /** Stores numbered tokens until it is killed, and says each number when it is stored. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      Vertx vertx = Vertx.vertx();
      TokenStore store = store(vertx, Path.of(arguments[0]));
      for (int number = Integer.parseInt(arguments[1]); ; number++) {
        Session session = session(number);
        Outcomes.get(store.alone(() -> store.change(all -> List.of(session))));
        System.out.println(number);
      }
    }
  }

  private static TokenStore store(Vertx vertx, Path file) {
    return new FileTokenStore(vertx, file, PASSPHRASE, 10, Duration.ofSeconds(15));
  }

  private static Session session(int number) {
    return new Session(
        "https://id.example.com",
        "app",
        TokenTarget.of("https://agents.example.com"),
        Secret.of("access-" + number),
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.of(Secret.of(String.valueOf(number))),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatWasStoredIsThere() throws Exception {
    // Given
    Path file = folder.resolve("tokens");
    int kills = (int) Math.max(2, KILLS * Double.parseDouble(System.getProperty("chaos.scale")));
    Random random = new Random(7);
    Vertx vertx = Vertx.vertx();
    int next = 0;

    for (int i = 0; i < kills; i++) {
      // When
      int said = writeAndKill(file, next, 1 + random.nextInt(200), random.nextInt(3_000_000));

      // Then
      List<Session> there = Outcomes.get(store(vertx, file).sessions());
      int stored = Integer.parseInt(there.get(0).refreshToken().orElseThrow().reveal());
      assertThat(stored).isBetween(said, said + 1);
      next = stored + 1;
    }
    Outcomes.get(vertx.close());
  }

  /** The last number that it said. */
  private int writeAndKill(Path file, int from, int count, long nanos) throws Exception {
    Path output = folder.resolve("output-" + from);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString(),
                String.valueOf(from))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Outcomes.await(() -> said(output).size() >= count || !process.isAlive());
    TimeUnit.NANOSECONDS.sleep(nanos);
    process.destroyForcibly().waitFor();
    List<String> said = said(output);
    return Integer.parseInt(said.get(said.size() - 1));
  }

  /** Whole lines only. */
  private static List<String> said(Path output) {
    try {
      String text = Files.readString(output);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
