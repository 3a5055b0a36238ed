package dev.roost.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReplaceUnderLoadTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final int SWAPS =
      (int) Math.max(10, 100 * Double.parseDouble(System.getProperty("chaos.scale", "0.1")));
  private static final long METASPACE_GROWTH = 20L * 1024 * 1024;

  /** Answers after 0 to 29 ms, so that there is always something in flight. */
  private static PluginJar version(String version) {
    return TestPlugins.agent(
        "echo",
        version,
        ECHO.value(),
        "",
        "",
        """
        Promise<JsonObject> later = Promise.promise();
        vertx.setTimer(1 + (task.input().getInteger("n") %% 29), fired ->
            later.complete(new JsonObject().put("version", "%s")));
        return later.future();
        """
            .formatted(version));
  }

  @Test
  void losesNothingAndLeaksNothing() throws IOException {
    try (TestPlatform platform = TestPlatform.create()) {
      // Given
      Path jar = platform.directory().resolve("echo.jar");
      PluginJar[] versions = {version("1.0"), version("1.1")};
      versions[0].write(jar);
      platform.start();
      Load load = new Load(platform);
      long before = metaspace();

      // When
      for (int swap = 1; swap <= SWAPS; swap++) {
        PluginJar next = versions[swap % 2];
        if (swap % 4 < 2) {
          next.write(jar);
        } else {
          next.moveTo(jar);
        }
        platform.awaitServing("echo.jar", swap % 2 == 0 ? "1.0" : "1.1");
      }
      load.stop();

      // Then
      assertThat(load.failures).isEmpty();
      assertThat(load.versions).containsExactlyInAnyOrder("1.0", "1.1");
      assertThat(load.answers.get()).isGreaterThan(SWAPS);
      TestPlatform.await(
          () -> {
            System.gc();
            return platform.plugins().leakedLoaders().isEmpty();
          });
      assertThat(metaspace() - before).isLessThan(METASPACE_GROWTH);
    }
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  /** About 1,000 requests a second, from one event loop. */
  private static final class Load {
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final TestPlatform platform;
    private final long timer;

    private Load(TestPlatform platform) {
      this.platform = platform;
      this.timer = platform.vertx().setPeriodic(1, tick -> send());
    }

    private void send() {
      JsonObject input = new JsonObject().put("n", sent.incrementAndGet());
      platform
          .ask(ECHO, input)
          .onComplete(
              result -> {
                versions.add(result.getString("version"));
                answers.incrementAndGet();
              },
              failure -> {
                failures.add(failure.toString());
                answers.incrementAndGet();
              });
    }

    private void stop() {
      platform.vertx().cancelTimer(timer);
      TestPlatform.await(() -> answers.get() == sent.get());
    }
  }
}
