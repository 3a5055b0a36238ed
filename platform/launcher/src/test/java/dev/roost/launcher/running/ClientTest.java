package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.AgentHealth;
import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.BlockingStream;
import dev.roost.client.CircuitPolicy;
import dev.roost.client.ClientSettings;
import dev.roost.client.RemoteErrorException;
import dev.roost.client.RetryPolicy;
import dev.roost.client.TaskView;
import dev.roost.client.TokenProvider;
import dev.roost.client.UnusableUrlException;
import dev.roost.outbound.AddressRange;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.TaskConfig;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client and the platform. */
class ClientTest {
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
                "task.answerSeconds=1"));
    sets.addAll(List.of(more));
    return RunningPlatform.start(home, sets.toArray(String[]::new));
  }

  private BlockingAsapClient client(RunningPlatform running) {
    return AsapClient.builder(running.root().toString()).vertx(vertx).build().blocking();
  }

  /** A client that goes through a proxy, and does not give up soon. */
  private AsapClient through(CuttingProxy proxy) {
    RetryPolicy stubborn =
        new RetryPolicy(
            30, Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(60), true);
    ClientSettings usual = ClientSettings.DEFAULTS;
    return AsapClient.builder("http://127.0.0.1:" + proxy.port())
        .vertx(vertx)
        .settings(
            new ClientSettings(
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                usual.maxAnswerBytes(),
                usual.maxBatch(),
                true,
                stubborn,
                stubborn,
                CircuitPolicy.OFF))
        .build();
  }

  private static Envelope request(AgentUrn agent, String skill, JsonObject input) {
    TaskConfig chunks = new TaskConfig(null, null, null, true, null, null, null);
    return Envelope.of(ME, agent, new TaskRequest("conv_1", null, skill, input, chunks));
  }

  private static TaskResponse response(Envelope answer) {
    return (TaskResponse) answer.payload();
  }

  @Test
  void everyCallAtTheRootAndBelowAnAgent() throws Exception {
    try (RunningPlatform running = start()) {
      BlockingAsapClient root = client(running);
      BlockingAsapClient echo =
          AsapClient.builder(running.root() + "/agents/echo").vertx(vertx).build().blocking();
      JsonObject input = new JsonObject().put("text", "a".repeat(20_000));

      // When
      Manifest manifest = echo.discover();
      AgentHealth health = echo.health();
      Envelope answer = echo.send(request(ECHO, "echo", input));
      List<Outcome> outcomes =
          root.batch(
              List.of(
                  request(ECHO, "echo", new JsonObject().put("n", 1)),
                  request(TESTED, "no such skill", new JsonObject())));

      // Then
      assertThat(manifest.id()).isEqualTo(ECHO);
      assertThat(health.healthy()).isTrue();
      assertThat(health.agentId()).isEqualTo(ECHO);
      assertThat(response(answer).result()).isEqualTo(new JsonObject().put("echoed", input));
      assertThat(outcomes.get(0)).isInstanceOf(Outcome.Answered.class);
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.error().code()).isEqualTo(-32012));
    }
  }

  @Test
  void aResultComesInChunks() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      JsonObject input = new JsonObject().put("words", 40).put("millis", 1);
      List<String> words = new ArrayList<>();

      // When
      try (BlockingStream stream = client(running).stream(request(TESTED, "talk", input))) {
        stream.forEachRemaining(chunk -> words.add(((TaskStream) chunk.payload()).chunk()));
      }

      // Then
      assertThat(words.subList(0, 40))
          .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "word " + i).toList());
    }
  }

  @Test
  void aTaskIsFollowedAcrossBrokenConnections() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      JsonObject input = new JsonObject().put("words", 400).put("millis", 5);
      String task = response(client(running).send(request(TESTED, "talk", input))).taskId();
      CuttingProxy proxy = CuttingProxy.start(vertx, running.root().getPort(), 1, 0.2);
      List<Long> numbers = new ArrayList<>();
      List<Envelope> events = new ArrayList<>();

      // When
      try (BlockingStream stream = through(proxy).blocking().follow(task)) {
        stream.forEachRemaining(
            event -> {
              numbers.add(event.extensions().getLong("sequence"));
              events.add(event);
            });
      }

      // Then
      assertThat(proxy.cuts()).isGreaterThan(3);
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 403).boxed().toList());
      assertThat(response(events.get(402)).status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(client(running).task(task).task().status()).isEqualTo(TaskStatus.COMPLETED);
    }
  }

  @Test
  void whateverIsCutEachRequestIsAnsweredAndRunOnce() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      CuttingProxy proxy = CuttingProxy.start(vertx, running.root().getPort(), 2, 0.3);
      AsapClient client = through(proxy);
      ClientTestAgent.RUNS.clear();
      int count = 300;

      // When
      List<Integer> noted = new ArrayList<>();
      for (int from = 0; from < count; from += 20) {
        List<Future<Envelope>> answers =
            IntStream.range(from, from + 20)
                .mapToObj(n -> new JsonObject().put("number", n))
                .map(input -> client.send(request(TESTED, "note", input)))
                .toList();
        for (Future<Envelope> answer : answers) {
          noted.add(response(answer.await(60, TimeUnit.SECONDS)).result().getInteger("noted"));
        }
      }

      // Then
      assertThat(noted).isEqualTo(IntStream.range(0, count).boxed().toList());
      assertThat(proxy.cuts()).isGreaterThan(50);
      assertThat(ClientTestAgent.RUNS)
          .isEqualTo(IntStream.range(0, count).boxed().collect(Collectors.toMap(n -> n, n -> 1)));
    }
  }

  @Test
  void aTaskIsCancelled() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      BlockingAsapClient client = client(running);
      String task = response(client.send(request(TESTED, "wait", new JsonObject()))).taskId();

      // When
      Envelope answer = client.cancel(TESTED, task, "no longer needed");

      // Then
      assertThat(response(answer).status()).isEqualTo(TaskStatus.CANCELLED);
      TaskView view = client.task(task);
      assertThat(view.task().status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(view.agent()).isEqualTo(TESTED);
    }
  }

  @Test
  void aTokenThatIsRefusedIsReplaced() throws Exception {
    // Given
    Path file = home.resolve("token");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "the-good-token");
    TokenProvider tokens =
        new TokenProvider() {
          private volatile String token = "the-old-token";

          @Override
          public Future<Optional<Secret>> token(String baseUrl) {
            return Future.succeededFuture(Optional.of(Secret.of(token)));
          }

          @Override
          public boolean refused(String baseUrl, Secret refused) {
            token = "the-good-token";
            return true;
          }
        };
    try (RunningPlatform running =
        start(
            "auth.mode=bearer",
            "auth.bearer.tokens=[{\"token\":\"${file:" + file + "}\",\"agent\":\"" + ME + "\"}]")) {
      AsapClient client =
          AsapClient.builder(running.root().toString()).vertx(vertx).tokens(tokens).build();

      // When
      Envelope answer =
          client.send(request(ECHO, "echo", new JsonObject())).await(20, TimeUnit.SECONDS);

      // Then
      assertThat(response(answer).status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(client(running).discover().auth())
          .isEqualTo(new Manifest.AuthScheme(List.of("bearer"), null));
      assertThat(failure(client(running)).error().data().getInteger("status_code")).isEqualTo(401);
    }
  }

  private static RemoteErrorException failure(BlockingAsapClient client) {
    try {
      client.send(request(ECHO, "echo", new JsonObject()));
      throw new AssertionError("was taken without a token");
    } catch (RemoteErrorException e) {
      return e;
    }
  }

  @Test
  void thePlatformsOwnDoorIsNoWayOut() throws Exception {
    try (RunningPlatform running = start()) {
      // Given
      OutboundConfig allowed = new OutboundConfig(true, List.of(AddressRange.parse("127.0.0.1")));
      OwnListeners own = OwnListeners.none().add("127.0.0.1", running.root().getPort());
      Map<String, OwnListeners> listeners = Map.of("own", own, "none", OwnListeners.none());

      // When
      Map<String, Object> outcomes =
          listeners.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, entry -> guarded(running, allowed, entry.getValue())));

      // Then
      assertThat(outcomes.get("none")).isEqualTo(ECHO);
      assertThat(outcomes.get("own")).isEqualTo(UnusableUrlException.class);
    }
  }

  private Object guarded(RunningPlatform running, OutboundConfig allowed, OwnListeners own) {
    OutboundGuard guard =
        new OutboundGuard(vertx, allowed, name -> Future.failedFuture("no names"), own);
    try {
      return AsapClient.builder(running.root().toString())
          .vertx(vertx)
          .guard(guard)
          .build()
          .blocking()
          .discover()
          .id();
    } catch (UnusableUrlException e) {
      return e.getClass();
    }
  }
}
