package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.redis.TestingRedis;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three processes that are one platform, of which one after the other is restarted. */
@Tag("chaos")
@Timeout(1_800)
class ClusterChaosTest {
  private static final int PER_SECOND = 200;
  private static final int NODES = 3;
  private static final int WARM = 200;

  @TempDir private Path home;
  private final List<PlatformProcess> nodes = new ArrayList<>();
  private TestingRedis redis;
  private TestingCluster cluster;
  private int starts;

  @BeforeEach
  void start() throws Exception {
    redis = TestingRedis.start(folderOfRedis(), true);
    cluster = TestingCluster.of(NODES);
    for (int i = 0; i < NODES; i++) {
      nodes.add(node(i));
    }
    for (PlatformProcess node : nodes) {
      warmUp(node);
    }
  }

  /** The first requests of a process are slow, which is not what is looked for. */
  private static void warmUp(PlatformProcess node) throws Exception {
    for (int i = 0; i < WARM; i++) {
      node.post(DurableRequests.of("note", new JsonObject().put("number", -i)))
          .get(60, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(PlatformProcess::close);
    redis.close();
  }

  /** In memory where that can be: it is not Redis that is killed, and disks differ much. */
  private Path folderOfRedis() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.createTempDirectory(Files.isWritable(memory) ? memory : home, "roost-redis");
  }

  private PlatformProcess node(int index) throws Exception {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "state.backend=redis",
                "state.redis.uri=" + redis.uri(),
                "task.leaseSeconds=3",
                "task.answerSeconds=1",
                "task.maxAttempts=10"));
    Path folder = home.resolve("node-" + index + "-" + starts++);
    return PlatformProcess.start(folder, cluster.settings(index, sets.toArray(String[]::new)));
  }

  /** Every task that was said to go on has ended well, as any node says. */
  private void assertNoneIsLost(Map<Integer, String> acknowledged) throws Exception {
    for (String id : acknowledged.values()) {
      Eventually.until(
          () -> nodes.get(1).get("/asap/tasks/" + id).body().contains("\"completed\""));
    }
  }

  @Test
  void aRollingRestartFailsNoRequest() throws Exception {
    // Given
    try (ClusterTraffic traffic = new ClusterTraffic(PER_SECOND)) {
      nodes.forEach(traffic::add);
      TimeUnit.SECONDS.sleep(3);

      // When
      for (int index = 0; index < NODES; index++) {
        PlatformProcess leaving = nodes.get(index);
        traffic.remove(leaving);
        leaving.stop();
        nodes.set(index, node(index));
        warmUp(nodes.get(index));
        traffic.add(nodes.get(index));
      }
      traffic.finish();

      // Then
      System.out.printf(
          "answered %d, repeated %d, failed %d%n",
          traffic.answered(), traffic.repeated(), traffic.failures().size());
      assertThat(traffic.failures()).isEmpty();
      assertNoneIsLost(traffic.acknowledged());
    }
  }
}
