package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.redis.TestingRedis;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database takes no writes for a while, in the middle of durable traffic. */
@Tag("chaos")
@Timeout(600)
class DurableOutageChaosTest {
  private static final double SCALE = Double.parseDouble(System.getProperty("chaos.scale", "1"));
  private static final int OUTAGES = Math.max(2, (int) (10 * SCALE));
  private static final int CLIENTS = 8;
  private static final int REFUSALS = 50;
  private static final int RESULTS = 50;
  private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

  private final DurableTraffic traffic =
      new DurableTraffic(
          number -> DurableRequests.of("note", new JsonObject().put("number", number)));
  @TempDir private Path home;
  private Duration slowestRefusal = Duration.ZERO;
  private Duration slowestReturn = Duration.ZERO;

  /** Something that can be done to a database. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private void outage(PlatformProcess platform, Step begin, Step end) throws Exception {
    int before = traffic.results().size();
    Eventually.until(() -> traffic.results().size() >= before + RESULTS);
    begin.run();
    long began = System.nanoTime();
    Eventually.until(() -> refusals(began).size() >= REFUSALS);
    assertThat(platform.get("/ready").statusCode()).isEqualTo(503);
    assertThat(platform.get("/health").statusCode()).isEqualTo(200);
    refusals(began).forEach(refusal -> slowestRefusal = longer(slowestRefusal, refusal.took()));
    end.run();
    long ended = System.nanoTime();
    Eventually.until(() -> traffic.since(ended).stream().anyMatch(one -> one.status() == 200));
    slowestReturn = longer(slowestReturn, Duration.ofNanos(System.nanoTime() - ended));
    Eventually.until(() -> platform.get("/ready").statusCode() == 200);
  }

  private List<DurableTraffic.Answer> refusals(long since) {
    return traffic.since(since).stream().filter(one -> one.status() == 503).toList();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void finish(String what) throws Exception {
    traffic.finish(Duration.ofMinutes(1));
    System.out.println(
        what
            + ": "
            + OUTAGES
            + " outages, "
            + traffic.results().size()
            + " tasks, slowest refusal "
            + slowestRefusal.toMillis()
            + " ms, slowest return "
            + slowestReturn.toMillis()
            + " ms");
    assertThat(slowestRefusal).isLessThan(REFUSED_WITHIN);
    assertThat(slowestReturn).isLessThan(BACK_WITHIN);
  }

  private void begin(PlatformProcess platform) {
    traffic.to(platform);
    traffic.start(CLIENTS);
    traffic.permit(1_000_000);
  }

  @Test
  void onAFullDiskNothingIsAnsweredForThatIsNotThere() throws Exception {
    // Given
    Path disk = Files.createDirectory(home.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
    try {
      Path database = disk.resolve("roost.db");
      try (PlatformProcess platform =
          PlatformProcess.start(home, "state.backend=sqlite", "state.sqlite.path=" + database)) {
        begin(platform);

        // When
        for (int i = 0; i < OUTAGES; i++) {
          outage(platform, () -> fill(disk), () -> Files.delete(disk.resolve("filler")));
        }
        finish("full disk");
        platform.stop();
      }

      // Then
      KeptTasks kept = KeptTasks.in(database);
      assertThat(kept.integrity()).isEqualTo("ok");
      assertThat(kept.open()).isEmpty();
      assertThat(kept.records().keySet()).containsAll(answered());
    } finally {
      run("umount", disk.toString());
    }
  }

  private List<String> answered() {
    return traffic.results().values().stream().map(one -> one.getString("task_id")).toList();
  }

  private static void fill(Path disk) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
      while (true) {
        filler.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1)
        .as("this test mounts a small disk, so it runs as root: %s: %s", command[0], output)
        .isZero();
  }

  @Test
  void whileRedisIsGoneNothingIsAnsweredForThatIsNotThere() throws Exception {
    // Given
    Path folder = Files.createDirectory(home.resolve("redis"));
    try (TestingRedis redis = TestingRedis.start(folder, true);
        PlatformProcess platform =
            PlatformProcess.start(home, "state.backend=redis", "state.redis.uri=" + redis.uri())) {
      begin(platform);

      // When
      for (int i = 0; i < OUTAGES; i++) {
        outage(platform, redis::stop, redis::restart);
      }
      finish("Redis gone");

      // Then
      for (Map.Entry<Integer, JsonObject> result : traffic.results().entrySet()) {
        HttpResponse<String> page =
            platform.get("/asap/tasks/" + result.getValue().getString("task_id"));
        assertThat(new JsonObject(page.body()).getJsonObject("result"))
            .isEqualTo(result.getValue().getJsonObject("result"));
      }
    }
  }
}
