package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.running.KeptTasks.Run;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The platform is killed again and again while durable tasks come, run and save their states. */
@Tag("chaos")
@Timeout(1_800)
class DurableTasksChaosTest {
  private static final double SCALE = Double.parseDouble(System.getProperty("chaos.scale", "1"));
  private static final int KILLS = Math.max(4, (int) (20 * SCALE));
  private static final int TASKS = Math.max(1_000, (int) (10_000 * SCALE));
  private static final int CLIENTS = 64;
  private static final int WRITERS = 8;
  private static final int VERSIONS = Math.max(5_000, (int) (50_000 * SCALE)) / WRITERS;
  private static final int MIN_MILLIS = 300;
  private static final int MAX_MILLIS = 3_000;
  private static final int SYNCED = 1_000;
  private static final String[] SETS = {
    "state.backend=sqlite", "task.leaseSeconds=1", "task.maxAttempts=1000"
  };

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Random random = new Random(20_261_125);
  @TempDir private Path home;

  /** Lets it live for a random time, KILLS times, and once more to the end. */
  private void killAgainAndAgain(DurableTraffic traffic, IntUnaryOperator permits)
      throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      try (PlatformProcess platform = PlatformProcess.start(home, SETS)) {
        traffic.to(platform);
        traffic.permit(permits.applyAsInt(kill));
        Thread.sleep(MIN_MILLIS + random.nextInt(MAX_MILLIS - MIN_MILLIS));
      }
    }
  }

  private KeptTasks kept() throws Exception {
    return KeptTasks.in(home.resolve("data/roost.db"));
  }

  @Test
  void noAcknowledgedTaskIsLostNoneIsStuckAndNoneEndsTwice() throws Exception {
    // Given
    DurableTraffic traffic =
        new DurableTraffic(
            number ->
                DurableRequests.of(
                    "note", new JsonObject().put("number", number).put("millis", number % 40)));
    traffic.start(CLIENTS);

    // When
    killAgainAndAgain(traffic, kill -> TASKS / KILLS);
    try (PlatformProcess last = PlatformProcess.start(home, SETS)) {
      traffic.to(last);
      traffic.permit(TASKS % KILLS);
      traffic.awaitResults(TASKS, PATIENCE);
      traffic.finish(Duration.ofMinutes(1));
      last.stop();
    }

    // Then
    KeptTasks kept = kept();
    assertThat(kept.integrity()).isEqualTo("ok");
    assertThat(kept.records()).hasSize(TASKS);
    assertThat(kept.open()).isEmpty();
    assertThat(kept.openLeases()).isZero();
    traffic
        .results()
        .forEach(
            (number, payload) -> {
              assertThat(payload.getJsonObject("result").getInteger("number")).isEqualTo(number);
              assertThat(kept.records()).containsKey(payload.getString("task_id"));
            });
    assertRunsAreAllowed(traffic.results());
  }

  /** One task a number; each of its runs under a number of its own, the last of which answered. */
  private void assertRunsAreAllowed(Map<Integer, JsonObject> results) throws Exception {
    List<Run> runs = KeptTasks.runs(home);
    assertThat(runs).doesNotHaveDuplicates();
    Map<Integer, Set<String>> tasks =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    Run::number, Collectors.mapping(Run::taskId, Collectors.toSet())));
    assertThat(tasks).hasSize(TASKS);
    Map<Integer, Integer> last = new HashMap<>();
    runs.forEach(run -> last.merge(run.number(), run.attempt(), Math::max));
    results.forEach(
        (number, payload) -> {
          assertThat(tasks.get(number)).containsExactly(payload.getString("task_id"));
          assertThat(payload.getJsonObject("result").getInteger("attempt"))
              .isEqualTo(last.get(number));
        });
    long again = runs.size() - TASKS;
    System.out.println(
        TASKS + " tasks, " + KILLS + " kills: " + again + " runs were interrupted and run again");
    assertThat(again).isBetween(1L, (long) KILLS * CLIENTS);
  }

  @Test
  void noAcknowledgedVersionOfAStateIsLostTornOrSkipped() throws Exception {
    // Given
    DurableTraffic traffic =
        new DurableTraffic(
            number ->
                DurableRequests.of(
                    "count", new JsonObject().put("number", number).put("versions", VERSIONS)));
    traffic.start(WRITERS);

    // When
    killAgainAndAgain(traffic, kill -> kill == 0 ? WRITERS : 0);
    Map<Integer, JsonObject> states = new HashMap<>();
    try (PlatformProcess last = PlatformProcess.start(home, SETS)) {
      traffic.to(last);
      traffic.awaitResults(WRITERS, PATIENCE);
      for (Map.Entry<Integer, JsonObject> result : traffic.results().entrySet()) {
        states.put(result.getKey(), stateOf(last, result.getValue().getString("task_id")));
      }
      traffic.finish(Duration.ofMinutes(1));
      last.stop();
    }

    // Then
    assertThat(kept().integrity()).isEqualTo("ok");
    Map<Integer, List<int[]>> acknowledged = acknowledgedVersions();
    assertThat(acknowledged).hasSize(WRITERS);
    for (int writer = 0; writer < WRITERS; writer++) {
      JsonObject newest = states.get(writer);
      assertThat(newest.getLong("version")).isEqualTo(VERSIONS);
      assertThat(newest.getJsonObject("data"))
          .isEqualTo(new JsonObject().put("n", VERSIONS).put("text", DurableAgent.text(VERSIONS)));
      assertCountsUp(acknowledged.get(writer));
    }
  }

  private static JsonObject stateOf(PlatformProcess platform, String taskId) throws Exception {
    HttpResponse<String> answer = platform.post(DurableRequests.stateOf(taskId)).get();
    return new JsonObject()
        .put("data", DurableRequests.payload(answer).getJsonObject("final_state"))
        .put(
            "version",
            DurableRequests.envelope(answer).getJsonObject("extensions").getLong("version"));
  }

  /** By writer, in the order in which they were acknowledged: version, and what it counts to. */
  private Map<Integer, List<int[]>> acknowledgedVersions() throws Exception {
    Map<Integer, List<int[]>> versions = new HashMap<>();
    for (String line : Files.readAllLines(PlatformProcess.runs(home))) {
      String[] parts = line.split(" ");
      if (parts[0].equals("saved") && parts.length == 5) {
        versions
            .computeIfAbsent(Integer.valueOf(parts[1]), first -> new ArrayList<>())
            .add(new int[] {Integer.parseInt(parts[3]), Integer.parseInt(parts[4])});
      }
    }
    return versions;
  }

  /** Each version is made from the one before: a lost or doubled one would set the two apart. */
  private static void assertCountsUp(List<int[]> acknowledged) {
    int before = 0;
    for (int[] one : acknowledged) {
      assertThat(one[0]).isEqualTo(one[1]).isGreaterThan(before);
      before = one[0];
    }
    assertThat(before).isEqualTo(VERSIONS);
  }

  @Test
  void noAnswerIsWrittenBeforeWhatItTellsIsOnDisk() throws Exception {
    // Given
    assertThat(Path.of("/usr/bin/strace"))
        .as("this test needs strace: apt-get install strace")
        .exists();
    Path trace = home.resolve("trace");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-y",
            "-s",
            "32",
            "-o",
            trace.toString(),
            "-e",
            "trace=pwrite64,fdatasync,fsync,write,writev,sendto,sendmsg");
    try (PlatformProcess platform =
        PlatformProcess.start(home, strace, "state.backend=sqlite", "task.leaseSeconds=3600")) {
      // When
      for (int number : IntStream.range(0, SYNCED).toArray()) {
        JsonObject request = DurableRequests.of("note", new JsonObject().put("number", number));
        assertThat(DurableRequests.payload(platform.post(request).get()).getString("status"))
            .isEqualTo("completed");
      }
    }

    // Then
    SyncOrder order = SyncOrder.of(trace);
    assertThat(order.answers()).isEqualTo(SYNCED);
    assertThat(order.answersBeforeSync()).isZero();
    assertThat(order.leastSyncs()).isGreaterThanOrEqualTo(2);
  }
}
