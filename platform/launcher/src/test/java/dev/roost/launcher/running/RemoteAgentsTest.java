package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.RemoteErrorException;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that ask agents of another platform. */
class RemoteAgentsTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final String ALLOWED = "outbound.allowAddresses=[\"127.0.0.1\"]";
  private static final Vertx VERTX = Vertx.vertx();
  @TempDir private static Path elsewhere;
  private static RunningPlatform far;

  @TempDir private Path home;
  private RunningPlatform near;

  @BeforeAll
  static void startElsewhere() throws Exception {
    far = startFar(elsewhere.resolve("far"));
  }

  private static RunningPlatform startFar(Path home, String... more) throws Exception {
    List<String> sets =
        new ArrayList<>(
            List.of("verticles.far.class=" + FarAgent.class.getName(), "task.answerSeconds=1"));
    sets.addAll(List.of(more));
    return RunningPlatform.start(home, sets.toArray(String[]::new));
  }

  @AfterAll
  static void stopElsewhere() throws Exception {
    far.close();
    VERTX.close().await(20, TimeUnit.SECONDS);
  }

  @BeforeEach
  void forget() {
    FarAgent.WAITING.clear();
    FarAgent.STOPPED.clear();
  }

  @AfterEach
  void stop() {
    if (near != null) {
      near.close();
    }
  }

  private static JsonObject at(RunningPlatform platform) {
    return at(platform, "http");
  }

  private static JsonObject at(RunningPlatform platform, String transport) {
    return new JsonObject().put("url", platform.root() + "/agents/far").put("transport", transport);
  }

  /** Starts a platform whose agents may call the far one. */
  private void start(JsonObject agents, String... more) throws Exception {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "verticles.caller.class=" + CallingAgent.class.getName(),
                "outbound.allowHttp=true",
                "discovery.remoteAgents=" + agents.encode()));
    sets.addAll(List.of(more));
    near = RunningPlatform.start(home, sets.toArray(String[]::new));
  }

  private void start() throws Exception {
    start("http");
  }

  private void start(String transport) throws Exception {
    start(new JsonObject().put(FarAgent.URN.value(), at(far, transport)), ALLOWED);
  }

  private BlockingAsapClient client() {
    return AsapClient.builder(near.root().toString()).vertx(VERTX).build().blocking();
  }

  private static Envelope relay(AgentUrn agent, String skill, TaskConfig config) {
    JsonObject input = new JsonObject().put("agent", agent.value()).put("skill", skill);
    return Envelope.of(
        ME, CallingAgent.URN, new TaskRequest("conv_7", null, "relay", input, config));
  }

  private static Envelope relay(String skill) {
    return relay(FarAgent.URN, skill, null);
  }

  private JsonObject result(Envelope request) {
    TaskResponse response = (TaskResponse) client().send(request).payload();
    assertThat(response.status()).isEqualTo(TaskStatus.COMPLETED);
    return response.result();
  }

  private RpcError error(Envelope request) {
    try {
      throw new AssertionError("was answered: " + client().send(request));
    } catch (RemoteErrorException e) {
      return e.error();
    }
  }

  private static String next(BlockingQueue<String> queue) throws Exception {
    String task = queue.poll(20, TimeUnit.SECONDS);
    assertThat(task).as("within 20 seconds").isNotNull();
    return task;
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "websocket"})
  void whatBelongsToTheTaskTravelsAlong(String transport) throws Exception {
    // Given
    start(transport);
    Envelope request =
        relay(FarAgent.URN, "show", TaskConfig.NONE.withTimeoutSeconds(30)).withTraceId("trace-1");

    // When
    JsonObject seen = result(request);

    // Then
    assertThat(seen.getString("sender")).isEqualTo(CallingAgent.URN.value());
    assertThat(seen.getString("recipient")).isEqualTo(FarAgent.URN.value());
    assertThat(seen.getString("trace_id")).isEqualTo("trace-1");
    assertThat(seen.getJsonObject("extensions").getInteger("task_depth")).isEqualTo(1);
    JsonObject task = seen.getJsonObject("payload");
    assertThat(task.getString("conversation_id")).isEqualTo("conv_7");
    assertThat(task.getString("parent_task_id")).startsWith("task_");
    assertThat(task.getJsonObject("config").getInteger("timeout_seconds")).isBetween(1, 30);
  }

  @Test
  void anErrorComesBackAsItIs() throws Exception {
    // Given
    start();

    // When
    RpcError refused = error(relay("refuse"));
    RpcError unknown = error(relay("no such skill"));

    // Then
    assertThat(refused.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED.rpcCode());
    assertThat(refused.message()).isEqualTo("Nothing is left");
    assertThat(refused.data().getJsonObject("details")).isEqualTo(new JsonObject().put("left", 0));
    assertThat(unknown.code()).isEqualTo(ErrorCode.HANDLER_NOT_FOUND.rpcCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "websocket"})
  void aTaskThatIsAnsweredBeforeItsEndIsFollowedToIt(String transport) throws Exception {
    // Given
    start(transport);

    // When
    JsonObject late = result(relay("late"));
    RpcError refused = error(relay("late-refusal"));

    // Then
    assertThat(late).isEqualTo(new JsonObject().put("late", true));
    assertThat(refused.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED.rpcCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ask", "late-question"})
  void aQuestionIsAnErrorAndEndsTheTaskThere(String skill) throws Exception {
    // Given
    start();

    // When
    RpcError error = error(relay(skill));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.REMOTE_ERROR.rpcCode());
    assertThat(error.message()).contains(FarAgent.URN.value(), "asks for input");
    next(FarAgent.STOPPED);
  }

  @ParameterizedTest
  @CsvSource({"http, 600", "http, 1", "websocket, 600", "websocket, 1"})
  void aCancellationIsPassedOn(String transport, int answerSeconds) throws Exception {
    // Given
    try (RunningPlatform other =
        startFar(home.resolve("other"), "task.answerSeconds=" + answerSeconds)) {
      start(new JsonObject().put(FarAgent.URN.value(), at(other, transport)), ALLOWED);
      Envelope request = relay("wait");
      CompletableFuture<Envelope> answer =
          CompletableFuture.supplyAsync(() -> client().send(request));
      String there = next(FarAgent.WAITING);

      // When
      Envelope cancelled = client().cancel(CallingAgent.URN, request.id(), "no longer needed");

      // Then
      assertThat(next(FarAgent.STOPPED)).isEqualTo(there);
      assertThat(((TaskResponse) cancelled.payload()).status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(((TaskResponse) answer.get(20, TimeUnit.SECONDS).payload()).status())
          .isEqualTo(TaskStatus.CANCELLED);
    }
  }

  @Test
  void theTimeThatIsLeftHoldsThereToo() throws Exception {
    // Given
    start();

    // When
    RpcError error = error(relay(FarAgent.URN, "wait", TaskConfig.NONE.withTimeoutSeconds(1)));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.TIMEOUT.rpcCode());
    assertThat(next(FarAgent.STOPPED)).isEqualTo(next(FarAgent.WAITING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "websocket"})
  void aStopOfThePlatformEndsWhatItHasAskedFor(String transport) throws Exception {
    // Given
    start(
        new JsonObject().put(FarAgent.URN.value(), at(far, transport)),
        ALLOWED,
        "platform.shutdownSeconds=1");
    AsapClient.builder(near.root().toString()).vertx(VERTX).build().send(relay("wait"));
    String there = next(FarAgent.WAITING);

    // When
    near.close();

    // Then
    assertThat(next(FarAgent.STOPPED)).isEqualTo(there);
  }

  @Test
  void tasksBelowTasksStayBoundedAcrossPlatforms() throws Exception {
    // Given
    start();
    Envelope deep = relay("wait").withExtensions(new JsonObject().put("task_depth", 10));
    Envelope deeper = relay("wait").withExtensions(new JsonObject().put("task_depth", 11));

    // When
    RpcError asking = error(deep);
    RpcError asked = error(deeper);

    // Then
    assertThat(asking.code()).isEqualTo(RpcError.INVALID_PARAMS);
    assertThat(asking.data().getString("error")).contains("at most 10 deep");
    assertThat(asked).isEqualTo(asking);
    assertThat(FarAgent.WAITING).isEmpty();
  }

  @Test
  void eachPeerSeesItsTokenAndOneThatRefusesItIsToldSo() throws Exception {
    // Given
    Path file = home.resolve("token");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "the-token");
    String reference = "${file:" + file + "}";
    JsonObject token =
        new JsonObject().put("token", reference).put("agent", CallingAgent.URN.value());
    try (RunningPlatform guarded =
        startFar(
            home.resolve("guarded"),
            "auth.mode=bearer",
            "auth.bearer.tokens=" + new JsonArray().add(token).encode())) {
      JsonObject with = at(guarded).put("token", reference);
      JsonObject without = new JsonObject().put("url", guarded.root() + "/agents/echo");
      start(
          new JsonObject()
              .put(FarAgent.URN.value(), with)
              .put("urn:asap:agent:echo-there", without),
          ALLOWED);

      // When
      JsonObject seen = result(relay("show"));
      RpcError refused = error(relay(AgentUrn.of("urn:asap:agent:echo-there"), "echo", null));

      // Then
      assertThat(seen.getString("sender")).isEqualTo(CallingAgent.URN.value());
      assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_ERROR.rpcCode());
      assertThat(refused.message()).contains("does not take the token", "discovery.remoteAgents");
      assertThat(refused.data().containsKey("status_code")).isFalse();
    }
  }

  @Test
  void theNamedTransportCarriesIt() throws Exception {
    // Given
    start(
        new JsonObject()
            .put(
                FarAgent.URN.value(),
                new JsonObject()
                    .put("url", "https://far.example/agents/far/")
                    .put("transport", "testing")));

    // When
    JsonObject result = result(relay("show"));

    // Then
    assertThat(result)
        .isEqualTo(
            new JsonObject()
                .put("transport", "testing")
                .put("url", "https://far.example/agents/far"));
  }

  @Test
  void anAddressThatIsNotAllowedIsNotReached() throws Exception {
    // Given
    start(new JsonObject().put(FarAgent.URN.value(), at(far)));

    // When
    RpcError error = error(relay("show"));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.CONNECTION_ERROR.rpcCode());
    assertThat(error.message())
        .contains(FarAgent.URN.value(), "cannot be reached", "outbound.allowAddresses");
  }

  @Test
  void anAgentOfThisPlatformGoesFirst() throws Exception {
    // Given
    start(
        new JsonObject().put("urn:asap:agent:own", at(far)),
        ALLOWED,
        "verticles.own.class=" + OwnAgent.class.getName());

    // When
    JsonObject result = result(relay(AgentUrn.of("urn:asap:agent:own"), "repeat", null));

    // Then
    assertThat(result).isEqualTo(new JsonObject());
  }

  @Test
  void whoCallsFromOutsideIsNotPassedOn() throws Exception {
    // Given
    start();
    TaskRequest task = new TaskRequest("conv_7", null, "show", new JsonObject(), null);

    // When
    Envelope answer = client().send(Envelope.of(ME, FarAgent.URN, task));

    // Then
    assertThat(answer.sender()).as("the default agent").hasToString("urn:asap:agent:echo");
  }

  private List<String> find(String skill) {
    TaskRequest request =
        new TaskRequest("conv_7", null, "find", new JsonObject().put("skill", skill), null);
    return result(Envelope.of(ME, CallingAgent.URN, request)).getJsonArray("agents").stream()
        .map(String::valueOf)
        .toList();
  }

  @Test
  void agentsAreFoundByWhatTheyCanDo() throws Exception {
    // Given
    start(
        new JsonObject()
            .put(FarAgent.URN.value(), at(far))
            .put("urn:asap:agent:echo", new JsonObject().put("url", far.root() + "/agents/echo"))
            .put("urn:asap:agent:another", new JsonObject().put("url", far.root().toString())),
        ALLOWED);

    // When
    List<String> showing = find("show");
    List<String> echoing = find("echo");
    List<String> finding = find("find");

    // Then
    assertThat(showing).containsExactly("urn:asap:agent:far");
    assertThat(echoing).as("here it is, and not there").containsExactly("urn:asap:agent:echo");
    assertThat(finding).as("not itself").isEmpty();
  }

  @Test
  void aPeerThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    // Given
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      start(
          new JsonObject()
              .put(FarAgent.URN.value(), at(far))
              .put("urn:asap:agent:silent", silent(silent)),
          ALLOWED);

      // When
      List<String> showing = find("show");

      // Then
      assertThat(showing).containsExactly("urn:asap:agent:far");
    }
  }

  private static JsonObject silent(ServerSocket socket) throws IOException {
    return new JsonObject().put("url", "http://127.0.0.1:" + socket.getLocalPort());
  }
}
