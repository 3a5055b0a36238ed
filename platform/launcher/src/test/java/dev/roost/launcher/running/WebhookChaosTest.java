package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.running.WebhookReceiver.Delivery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The platform is killed again and again while requests with callbacks come. */
@Tag("chaos")
@Timeout(1_800)
class WebhookChaosTest {
  private static final double SCALE = Double.parseDouble(System.getProperty("chaos.scale", "1"));
  private static final int KILLS = Math.max(4, (int) (20 * SCALE));
  private static final int TASKS = Math.max(1_000, (int) (10_000 * SCALE));
  private static final int CLIENTS = 64;
  private static final int ADDRESSES = 100;
  private static final int MIN_MILLIS = 300;
  private static final int MAX_MILLIS = 3_000;

  /** What was taken and not told is due again after the lease of a delivery, a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Random random = new Random(20_261_125);
  @TempDir private Path home;

  private static String[] sets() {
    return Stream.concat(
            Stream.of(WebhookReceiver.ALLOWED),
            Stream.of("state.backend=sqlite", "task.leaseSeconds=1", "task.maxAttempts=1000"))
        .toArray(String[]::new);
  }

  private static JsonObject request(WebhookReceiver receiver, int number) {
    JsonObject request =
        DurableRequests.of("note", new JsonObject().put("number", number).put("millis", 0));
    JsonObject webhook =
        new JsonObject()
            .put("url", receiver.url(1 + number % ADDRESSES))
            .put("secret", WebhookReceiver.SECRET)
            .put("events", new JsonArray().add("task.completed"));
    JsonObject envelope = request.getJsonObject("params").getJsonObject("envelope");
    envelope.getJsonObject("payload").remove("config"); // a callback alone makes it durable
    envelope.put("extensions", new JsonObject().put("webhook", webhook));
    return request;
  }

  @Test
  void noEndOfATaskGoesUntold() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      // Given
      DurableTraffic traffic = new DurableTraffic(number -> request(receiver, number));
      traffic.start(CLIENTS);

      // When
      for (int kill = 0; kill < KILLS; kill++) {
        try (PlatformProcess platform = PlatformProcess.start(home, sets())) {
          traffic.to(platform);
          traffic.permit(TASKS / KILLS);
          Thread.sleep(MIN_MILLIS + random.nextInt(MAX_MILLIS - MIN_MILLIS));
        }
      }
      try (PlatformProcess last = PlatformProcess.start(home, sets())) {
        traffic.to(last);
        traffic.permit(TASKS % KILLS);
        traffic.awaitResults(TASKS, PATIENCE);
        traffic.finish(Duration.ofMinutes(1));
        Set<String> acknowledged = acknowledged(traffic);
        Eventually.until(PATIENCE, () -> told(receiver).containsAll(acknowledged));
        last.stop();
      }

      // Then
      assertThat(told(receiver)).containsAll(acknowledged(traffic));
      assertThat(idsOf(receiver).values()).allMatch(ids -> ids.size() == 1);
      Map<String, Long> counts = counts();
      assertThat(counts.get("outbox.accepted"))
          .isEqualTo(
              counts.get("outbox.delivered")
                  + counts.get("outbox.dead")
                  + counts.get("outbox.filtered")
                  + counts.get("outbox.pending"));
      assertThat(counts.get("outbox.dead")).isZero();
      report(traffic, receiver, counts);
    }
  }

  private static Set<String> acknowledged(DurableTraffic traffic) {
    return traffic.results().values().stream()
        .map(payload -> payload.getString("task_id"))
        .collect(Collectors.toSet());
  }

  private static Set<String> told(WebhookReceiver receiver) {
    return receiver.deliveries().stream().map(Delivery::taskId).collect(Collectors.toSet());
  }

  /** The ids under which the end of each task was told. */
  private static Map<String, Set<String>> idsOf(WebhookReceiver receiver) {
    Map<String, Set<String>> ids = new HashMap<>();
    for (Delivery delivery : receiver.deliveries()) {
      ids.computeIfAbsent(delivery.taskId(), none -> new HashSet<>()).add(delivery.id());
    }
    return ids;
  }

  private Map<String, Long> counts() throws Exception {
    Map<String, Long> counts = new HashMap<>();
    for (String name :
        List.of(
            "outbox.accepted",
            "outbox.delivered",
            "outbox.dead",
            "outbox.filtered",
            "outbox.pending")) {
      counts.put(name, 0L);
    }
    String file = "jdbc:sqlite:" + home.resolve("data/roost.db");
    try (Connection connection = DriverManager.getConnection(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key, value FROM counts")) {
      while (rows.next()) {
        counts.put(rows.getString(1), Long.parseLong(rows.getString(2)));
      }
    }
    return counts;
  }

  private static void report(
      DurableTraffic traffic, WebhookReceiver receiver, Map<String, Long> counts) {
    List<String> all = new ArrayList<>();
    all.add(traffic.results().size() + " tasks acknowledged");
    all.add(receiver.deliveries().size() + " deliveries arrived");
    all.add(KILLS + " kills, counts " + counts);
    System.out.println("webhooks under kills: " + String.join(", ", all));
  }
}
