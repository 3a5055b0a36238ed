package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.BlockingStream;
import dev.roost.client.HttpStatusException;
import dev.roost.client.WebSocketSettings;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.spi.Outcome;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's WebSocket and the platform. */
class WebSocketClientTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final AgentUrn TESTED = AgentUrn.of(ClientTestAgent.URN);

  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path home;

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private RunningPlatform start(String... more) throws Exception {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "verticles.tested.class=" + ClientTestAgent.class.getName(),
                "websocket.messagesPerSecond=off",
                "task.answerSeconds=1"));
    sets.addAll(List.of(more));
    return RunningPlatform.start(home, sets.toArray(String[]::new));
  }

  private AsapClient asapClient(int port) {
    WebSocketSettings eager =
        WebSocketSettings.DEFAULTS
            .withMessagesPerSecond(10_000)
            .withReconnect(WebSocketSettings.forEver(Duration.ofMillis(5), Duration.ofMillis(50)));
    return AsapClient.builder("http://127.0.0.1:" + port).vertx(vertx).webSocket(eager).build();
  }

  private BlockingAsapClient client(int port) {
    return asapClient(port).blocking().connectWs();
  }

  private static Envelope request(AgentUrn agent, String skill, JsonObject input) {
    return Envelope.of(ME, agent, new TaskRequest("conv_1", null, skill, input, null));
  }

  private static TaskResponse response(Envelope answer) {
    return (TaskResponse) answer.payload();
  }

  @Test
  void everyCallGoesOverTheSocket() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      BlockingAsapClient client = client(running.root().getPort());
      JsonObject input = new JsonObject().put("text", "a".repeat(20_000));
      List<String> words = new ArrayList<>();

      // When
      Envelope answer = client.send(request(ECHO, "echo", input));
      List<Outcome> outcomes =
          client.batch(
              List.of(
                  request(ECHO, "echo", new JsonObject().put("n", 1)),
                  request(TESTED, "no such skill", new JsonObject())));
      JsonObject talk = new JsonObject().put("words", 40).put("millis", 1);
      try (BlockingStream stream = client.stream(request(TESTED, "talk", talk))) {
        stream.forEachRemaining(chunk -> words.add(((TaskStream) chunk.payload()).chunk()));
      }
      Envelope whole = client.send(request(TESTED, "talk", talk));

      // Then
      assertThat(response(answer).result()).isEqualTo(new JsonObject().put("echoed", input));
      assertThat(outcomes.get(0)).isInstanceOf(Outcome.Answered.class);
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.error().code()).isEqualTo(-32012));
      assertThat(words.subList(0, 40))
          .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "word " + i).toList());
      assertThat(response(whole).result()).isEqualTo(new JsonObject().put("said", 40));
    }
  }

  @Test
  void aTaskIsFollowedAndCancelled() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      BlockingAsapClient client = client(running.root().getPort());
      String task = response(client.send(request(TESTED, "wait", new JsonObject()))).taskId();
      List<Envelope> events = new ArrayList<>();

      // When
      try (BlockingStream stream = client.follow(task)) {
        events.add(stream.next());
        Envelope answer = client.cancel(TESTED, task, "no longer needed");
        assertThat(response(answer).status()).isEqualTo(TaskStatus.CANCELLED);
        stream.forEachRemaining(events::add);
      }

      // Then
      assertThat(response(events.get(events.size() - 1)).status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(client.task(task).task().status()).isEqualTo(TaskStatus.CANCELLED);
    }
  }

  @Test
  void aStreamThatIsLeftIsCancelled() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      BlockingAsapClient client = client(running.root().getPort());
      JsonObject talk = new JsonObject().put("words", 1_000).put("millis", 20);
      BlockingStream stream = client.stream(request(TESTED, "talk", talk));
      String task = stream.next().extensions().getString("task_id");

      // When
      stream.close();

      // Then
      List<Envelope> events = new ArrayList<>();
      try (BlockingStream log = client.follow(task)) {
        log.forEachRemaining(events::add);
      }
      assertThat(response(events.get(events.size() - 1)).status()).isEqualTo(TaskStatus.CANCELLED);
    }
  }

  @Test
  void whateverIsCutEachRequestIsAnsweredAndRunOnce() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      CuttingProxy proxy = CuttingProxy.start(vertx, running.root().getPort(), 3, 0.1);
      AsapClient client = asapClient(proxy.port()).connectWs().await(20, TimeUnit.SECONDS);
      ClientTestAgent.RUNS.clear();
      int count = 600;

      // When
      List<Future<Envelope>> answers =
          IntStream.range(0, count)
              .mapToObj(n -> new JsonObject().put("number", n))
              .map(input -> client.send(request(TESTED, "note", input)))
              .toList();
      List<Integer> noted = new ArrayList<>();
      for (Future<Envelope> answer : answers) {
        noted.add(response(answer.await(60, TimeUnit.SECONDS)).result().getInteger("noted"));
      }

      // Then
      assertThat(noted).isEqualTo(IntStream.range(0, count).boxed().toList());
      assertThat(proxy.cuts()).isGreaterThan(5);
      assertThat(ClientTestAgent.RUNS)
          .isEqualTo(IntStream.range(0, count).boxed().collect(Collectors.toMap(n -> n, n -> 1)));
    }
  }

  @Test
  void aStreamGoesOnBehindItsLastChunkWhateverIsCut() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      CuttingProxy proxy = CuttingProxy.start(vertx, running.root().getPort(), 4, 0.02);
      JsonObject talk = new JsonObject().put("words", 600).put("millis", 1);
      List<String> words = new ArrayList<>();

      // When
      try (BlockingStream stream = client(proxy.port()).stream(request(TESTED, "talk", talk))) {
        stream.forEachRemaining(chunk -> words.add(((TaskStream) chunk.payload()).chunk()));
      }

      // Then
      assertThat(proxy.cuts()).isGreaterThan(3);
      assertThat(words.subList(0, 600))
          .isEqualTo(IntStream.range(0, 600).mapToObj(i -> "word " + i).toList());
    }
  }

  @Test
  void aTaskIsFollowedAcrossBrokenConnections() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      JsonObject input = new JsonObject().put("words", 400).put("millis", 2);
      BlockingAsapClient direct = client(running.root().getPort());
      String task = response(direct.send(request(TESTED, "talk", input))).taskId();
      CuttingProxy proxy = CuttingProxy.start(vertx, running.root().getPort(), 5, 0.2);
      List<Long> numbers = new ArrayList<>();

      // When
      try (BlockingStream stream = client(proxy.port()).follow(task)) {
        stream.forEachRemaining(event -> numbers.add(event.extensions().getLong("sequence")));
      }

      // Then
      assertThat(proxy.cuts()).isGreaterThan(1);
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 403).boxed().toList());
    }
  }

  @Test
  void aTokenThatIsNotGoodFailsTheCall() throws Exception {
    Path file = home.resolve("token");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "the-good-token");
    try (RunningPlatform running =
        start(
            "auth.mode=bearer",
            "auth.bearer.tokens=[{\"token\":\"${file:" + file + "}\",\"agent\":\"" + ME + "\"}]")) {
      // Given
      AsapClient client =
          AsapClient.builder(running.root().toString())
              .vertx(vertx)
              .transport("websocket")
              .token(Secret.of("not-the-one"))
              .build();

      // When
      Throwable failure =
          client
              .send(request(ECHO, "echo", new JsonObject()))
              .map(answer -> (Throwable) null)
              .otherwise(cause -> cause)
              .await(20, TimeUnit.SECONDS);

      // Then
      assertThat(failure)
          .isInstanceOfSatisfying(
              HttpStatusException.class, told -> assertThat(told.status()).isEqualTo(401));
    }
  }
}
