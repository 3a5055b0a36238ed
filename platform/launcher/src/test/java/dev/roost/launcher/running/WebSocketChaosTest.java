package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.AsapClient;
import dev.roost.client.WebSocketSettings;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections are cut all the time, in the middle of frames, while messages and streams go over
 * them.
 */
@Tag("chaos")
class WebSocketChaosTest {
  private static final double SCALE = Double.parseDouble(System.getProperty("chaos.scale", "1"));
  private static final int REQUESTS = (int) (20_000 * SCALE);
  private static final int STREAMS = (int) (200 * SCALE);
  private static final int CUTS = (int) (200 * SCALE);
  private static final int CHUNKS = 500;
  private static final int REQUESTS_AT_ONCE = 100;
  private static final int STREAMS_AT_ONCE = 4;
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final AgentUrn NOTING = AgentUrn.of(NotingAgent.URN);

  private final Vertx vertx = Vertx.vertx();
  private final Random random = new Random(20_261_124);
  private final AtomicInteger steps = new AtomicInteger();
  private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
  private final Map<Integer, List<String>> streams = new ConcurrentHashMap<>();
  @TempDir private Path home;

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void everythingIsAnsweredOnceAndRunOnce() throws Exception {
    // Given
    Path runs = home.resolve("runs");
    JsonObject config = new JsonObject().put("file", runs.toString());
    try (RunningPlatform running =
        RunningPlatform.start(
            home,
            "verticles.tested.class=" + NotingAgent.class.getName(),
            "verticles.tested.config=" + config.encode(),
            "websocket.messagesPerSecond=off")) {
      CuttingProxy proxy = CuttingProxy.start(vertx, running.root().getPort(), 1, 0);
      AsapClient client = client(proxy.port());

      // When
      Future<Void> requests = several(REQUESTS, REQUESTS_AT_ONCE, i -> request(client, proxy, i));
      Future<Void> counts = several(STREAMS, STREAMS_AT_ONCE, i -> stream(client, proxy, i));
      Future.all(requests, counts).await(20, TimeUnit.MINUTES);

      // Then
      assertThat(answers).isEqualTo(once(REQUESTS));
      assertThat(streams).hasSize(STREAMS);
      assertThat(streams.values()).allMatch(expected()::equals);
      assertThat(runs(runs, "note")).isEqualTo(once(REQUESTS));
      assertThat(runs(runs, "count")).isEqualTo(once(STREAMS));
      assertThat(proxy.cuts()).isGreaterThanOrEqualTo(CUTS);
    }
  }

  private AsapClient client(int port) {
    WebSocketSettings eager =
        WebSocketSettings.DEFAULTS
            .withMessagesPerSecond(1_000_000)
            .withReconnect(
                WebSocketSettings.forEver(Duration.ofMillis(20), Duration.ofMillis(200)));
    return AsapClient.builder("http://127.0.0.1:" + port)
        .vertx(vertx)
        .webSocket(eager)
        .transport("websocket")
        .build();
  }

  /** Does so many things, a few of them at once. */
  private static Future<Void> several(int count, int atOnce, IntFunction<Future<Void>> task) {
    AtomicInteger next = new AtomicInteger();
    return Future.all(
            IntStream.range(0, atOnce).mapToObj(worker -> further(next, count, task)).toList())
        .mapEmpty();
  }

  private static Future<Void> further(
      AtomicInteger next, int count, IntFunction<Future<Void>> task) {
    Promise<Void> done = Promise.promise();
    further(next, count, task, done);
    return done.future();
  }

  private static void further(
      AtomicInteger next, int count, IntFunction<Future<Void>> task, Promise<Void> done) {
    int number = next.getAndIncrement();
    if (number >= count) {
      done.complete();
    } else {
      task.apply(number)
          .onSuccess(answered -> further(next, count, task, done))
          .onFailure(done::tryFail);
    }
  }

  private Future<Void> request(AsapClient client, CuttingProxy proxy, int number) {
    return client
        .send(envelope("note", new JsonObject().put("number", number)))
        .map(
            answer -> {
              JsonObject result = ((TaskResponse) answer.payload()).result();
              answers.merge(result.getInteger("noted"), 1, Integer::sum);
              maybeCut(proxy);
              return null;
            });
  }

  private void maybeCut(CuttingProxy proxy) {
    if (random.nextInt(REQUESTS) < CUTS || steps.incrementAndGet() % (REQUESTS / CUTS * 2) == 0) {
      proxy.cutOne();
    }
  }

  private Future<Void> stream(AsapClient client, CuttingProxy proxy, int number) {
    JsonObject input = new JsonObject().put("number", number).put("chunks", CHUNKS);
    return client.stream(envelope("count", input))
        .compose(
            chunks -> {
              Promise<Void> ended = Promise.promise();
              List<String> said = new ArrayList<>();
              chunks
                  .handler(chunk -> said.add(((TaskStream) chunk.payload()).chunk()))
                  .exceptionHandler(ended::tryFail)
                  .endHandler(
                      end -> {
                        streams.put(number, said);
                        ended.tryComplete();
                      })
                  .resume();
              return ended.future();
            });
  }

  private static Envelope envelope(String skill, JsonObject input) {
    return Envelope.of(ME, NOTING, new TaskRequest("conv_1", null, skill, input, null));
  }

  private static Map<Integer, Integer> once(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> i, i -> 1));
  }

  private static List<String> expected() {
    List<String> said =
        new ArrayList<>(
            IntStream.range(0, CHUNKS).mapToObj(i -> i + ";" + "x".repeat(200)).toList());
    said.add("");
    return said;
  }

  private static Map<Integer, Integer> runs(Path file, String skill) throws Exception {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(skill + " "))
        .map(line -> Integer.valueOf(line.substring(skill.length() + 1)))
        .collect(Collectors.toMap(number -> number, number -> 1, Integer::sum));
  }
}
