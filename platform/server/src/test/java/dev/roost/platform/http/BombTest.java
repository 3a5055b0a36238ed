package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small bodies that would become 1 MiB to 1 GiB. */
class BombTest {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final long MOST_GROWTH = 20 * MEBIBYTE;
  private static final int AT_ONCE = 50;
  private static final int BUDGET = (int) (96 * MEBIBYTE);
  private static final String LOOPS = "vert.x-eventloop-thread";

  /** The limit as it is shipped, and one that 1 MiB is over. */
  private static TestNode node;

  private static TestNode smallNode;

  @BeforeAll
  static void start() {
    node = TestNode.with().bodyBudget(BUDGET).start();
    smallNode = TestNode.with().maxRequestBytes(100_000).bodyBudget(BUDGET).start();
    for (TestNode each : List.of(node, smallNode)) {
      each.post(Bombs.gzip(16), "Content-Encoding: gzip"); // warm
      each.post(Bombs.brotli(16), "Content-Encoding: br");
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    smallNode.close();
  }

  /** How they are packed. */
  enum Packing {
    GZIP {
      @Override
      byte[] bomb(int mebibytes) {
        return Bombs.gzip(mebibytes);
      }
    },
    BR {
      @Override
      byte[] bomb(int mebibytes) {
        return Bombs.brotli(mebibytes);
      }
    };

    abstract byte[] bomb(int mebibytes);
  }

  private static TestNode nodeFor(int mebibytes) {
    return mebibytes == 1 ? smallNode : node;
  }

  private static Wire.Answer send(TestNode to, Packing packing, byte[] bomb) {
    return to.post(bomb, "Content-Encoding: " + packing.name().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource
  void theyAreWhatTheySay(Packing packing) throws IOException {
    // Given
    InputStream bomb = new ByteArrayInputStream(packing.bomb(16));

    // When
    long length =
        ContentCoding.valueOf(packing.name())
            .open(bomb)
            .transferTo(OutputStream.nullOutputStream());

    // Then
    assertThat(length).isEqualTo(16 * MEBIBYTE);
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, 1",
    "GZIP, 16",
    "GZIP, 128",
    "GZIP, 1024",
    "BR, 1",
    "BR, 16",
    "BR, 128",
    "BR, 1024"
  })
  void aBombIsRefusedAndTheHeapHardlyGrows(Packing packing, int mebibytes) {
    // Given
    byte[] bomb = packing.bomb(mebibytes);
    HeapMeter meter = new HeapMeter();

    // When
    Wire.Answer answer = send(nodeFor(mebibytes), packing, bomb);

    // Then
    long growth = meter.allocatedBy("");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().getString("detail")).startsWith("Decompressed request size (");
    assertThat(growth).as("bytes allocated").isLessThan(MOST_GROWTH);
  }

  @ParameterizedTest
  @EnumSource
  void manyAtOnceAreRefusedOffTheEventLoops(Packing packing) {
    // Given
    byte[] bomb = packing.bomb(1024);
    HeapMeter meter = new HeapMeter();

    // When
    Storm storm = new Storm(node, packing, bomb);

    // Then
    assertThat(storm.answers).hasSize(AT_ONCE).allMatch(answer -> answer.status() == 413);
    assertThat(storm.mostHeld).isLessThanOrEqualTo(BUDGET);
    assertThat(storm.mostGrowth).as("live bytes").isLessThan(2L * BUDGET); // G1 rounds large up
    assertThat(meter.allocatedBy(LOOPS))
        .as("bytes allocated on event loops")
        .isLessThan(AT_ONCE * (4L * bomb.length + MEBIBYTE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void manyThatBecomeLargeShareTheBudget(int mebibytes) {
    // Given
    int budget = (int) (20 * MEBIBYTE);
    byte[] large = gzip(Requests.echo() + " ".repeat((int) (mebibytes * MEBIBYTE)));
    try (TestNode tight = TestNode.with().bodyBudget(budget).start()) {
      // When
      Storm storm = new Storm(tight, Packing.GZIP, large);

      // Then
      assertThat(storm.answers).extracting(Wire.Answer::status).contains(200).isSubsetOf(200, 503);
      assertThat(storm.mostHeld).isLessThanOrEqualTo(budget);
      TestPlatform.await(() -> tight.binding().bodyBudget().held() == 0);
      assertThat(send(tight, Packing.GZIP, large).status()).isEqualTo(200);
    }
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Many clients that send the same at the same time, while others are served. */
  private static final class Storm {
    private static final int LOOK_MILLIS = 100;

    private final List<Wire.Answer> answers;
    private long mostHeld;
    private long mostGrowth;

    Storm(TestNode target, Packing packing, byte[] body) {
      long before = HeapMeter.live();
      ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
      List<CompletableFuture<Wire.Answer>> sent =
          Stream.generate(
                  () -> CompletableFuture.supplyAsync(() -> send(target, packing, body), clients))
              .limit(AT_ONCE)
              .toList();
      CompletableFuture<Void> all = CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
      while (!isDone(all)) {
        mostHeld = Math.max(mostHeld, target.binding().bodyBudget().held());
        mostGrowth = Math.max(mostGrowth, HeapMeter.live() - before);
        assertThat(target.get("/health").status()).isEqualTo(200);
      }
      clients.shutdown();
      answers = sent.stream().map(CompletableFuture::join).toList();
    }

    /** Waits a little, since looking at the heap stops everybody else. */
    private static boolean isDone(CompletableFuture<Void> all) {
      try {
        all.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException notYet) {
        return false;
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }
}
