package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.PluginJar;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled agent goes from one version to the next and back while it is asked 200 times a
 * second.
 */
@Tag("chaos")
class ReplaceOverHttpTest {
  private static final int REPLACEMENTS =
      (int) Math.max(10, 200 * Double.parseDouble(System.getProperty("chaos.scale", "1")));
  private static final long PERIOD_MILLIS = 5;
  private static final long METASPACE_GROWTH = 20L * 1024 * 1024;

  @TempDir private Path home;

  @Test
  void noRequestFails() throws Exception {
    // Given
    PluginJar[] versions = {marked("1.0.0"), marked("1.1.0")};
    Path jar = Files.createDirectories(home.resolve("plugins")).resolve("echo.jar");
    versions[0].write(jar);
    try (RunningPlatform running = RunningPlatform.startWithWhatIsThere(home)) {
      long metaspace = metaspace();

      // When
      Load load = new Load(running);
      for (int i = 1; i <= REPLACEMENTS; i++) {
        String next = i % 2 == 0 ? "1.0.0" : "1.1.0";
        PluginJar replacement = versions[i % 2];
        if (i % 4 < 2) {
          replacement.write(jar);
        } else {
          replacement.moveTo(jar);
        }
        Eventually.until(() -> version(running).equals(next));
      }
      load.stop();

      // Then
      assertThat(load.failures).isEmpty();
      assertThat(load.versions).containsExactlyInAnyOrder("1.0.0", "1.1.0");
      assertThat(load.answers.get()).isGreaterThan(REPLACEMENTS);
      Eventually.until(
          () -> {
            System.gc();
            return running.platform().leakedPluginLoaders().isEmpty();
          });
      assertThat(metaspace() - metaspace).isLessThan(METASPACE_GROWTH);
    }
  }

  /** The bundled agent, which also tells its version. */
  private static PluginJar marked(String version) throws Exception {
    return RunningPlatform.echo(
        version, "\"echoed\"", "\"version\", \"" + version + "\").put(\"echoed\"");
  }

  private static String version(RunningPlatform running) throws Exception {
    return new JsonObject(running.get("/.well-known/asap/manifest.json").body())
        .getString("version");
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  /** 200 requests a second. */
  private static final class Load {
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final RunningPlatform running;

    Load(RunningPlatform running) {
      this.running = running;
      clock.scheduleAtFixedRate(this::send, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void send() {
      JsonObject body = RunningPlatform.request(new JsonObject().put("n", sent.incrementAndGet()));
      HttpRequest request =
          HttpRequest.newBuilder(running.messages())
              .timeout(Eventually.PATIENCE)
              .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
              .build();
      RunningPlatform.client()
          .sendAsync(request, HttpResponse.BodyHandlers.ofString())
          .whenComplete((answer, failure) -> take(answer, failure));
    }

    private void take(HttpResponse<String> answer, Throwable failure) {
      JsonObject json = failure == null ? new JsonObject(answer.body()) : new JsonObject();
      if (json.containsKey("result")) {
        versions.add(
            json.getJsonObject("result")
                .getJsonObject("envelope")
                .getJsonObject("payload")
                .getJsonObject("result")
                .getString("version"));
      } else {
        failures.add(failure == null ? answer.body() : failure.toString());
      }
      answers.incrementAndGet();
    }

    void stop() throws Exception {
      clock.shutdown();
      assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      Eventually.until(() -> answers.get() == sent.get());
    }
  }
}
