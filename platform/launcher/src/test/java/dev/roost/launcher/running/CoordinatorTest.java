package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.BlockingStream;
import dev.roost.client.RemoteErrorException;
import dev.roost.platform.plugin.PluginJar;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled coordinator, two agents of its platform, and one of another. */
class CoordinatorTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final AgentUrn COORDINATOR = AgentUrn.of("urn:asap:agent:coordinator");
  private static final String ADA = "urn:asap:agent:ada";
  private static final String GRACE = "urn:asap:agent:grace";
  private static final String BARBARA = "urn:asap:agent:barbara";
  private static final PluginJar JAR =
      PluginJar.ofModule(Path.of(System.getProperty("roost.root"), "plugins/coordinator/src/main"));

  private static final Vertx VERTX = Vertx.vertx();
  @TempDir private static Path folder;
  private static RunningPlatform far;
  private static RunningPlatform near;

  @BeforeAll
  static void start() throws Exception {
    far =
        RunningPlatform.start(
            folder.resolve("far"), "verticles.barbara.class=" + PanelAgent.Barbara.class.getName());
    near = startNear(folder.resolve("near"), "outbound.allowAddresses=[\"127.0.0.1\"]");
  }

  private static RunningPlatform startNear(Path home, String... more) throws Exception {
    JsonObject barbara = new JsonObject().put("url", far.root() + "/agents/barbara");
    List<String> sets =
        new ArrayList<>(
            List.of(
                "verticles.grace.class=" + PanelAgent.Grace.class.getName(),
                "verticles.ada.class=" + PanelAgent.Ada.class.getName(),
                "outbound.allowHttp=true",
                "discovery.remoteAgents=" + new JsonObject().put(BARBARA, barbara).encode()));
    sets.addAll(List.of(more));
    JAR.moveTo(Files.createDirectories(home.resolve("plugins")).resolve("coordinator.jar"));
    return RunningPlatform.start(home, sets.toArray(String[]::new));
  }

  @AfterAll
  static void stop() throws Exception {
    near.close();
    far.close();
    VERTX.close().await(20, TimeUnit.SECONDS);
  }

  @BeforeEach
  void forget() {
    PanelAgent.WAITING.clear();
    PanelAgent.STOPPED.clear();
  }

  private static BlockingAsapClient client(RunningPlatform platform) {
    return AsapClient.builder(platform.root().toString()).vertx(VERTX).build().blocking();
  }

  private static Envelope request(JsonObject input, TaskConfig config) {
    return Envelope.of(
        ME, COORDINATOR, new TaskRequest("conv_1", null, "coordinate", input, config));
  }

  private static Envelope request(JsonObject input) {
    return request(input, null);
  }

  /** Asks for a judgement, which some of them fail to give, or wait with. */
  private static JsonObject judge(List<String> failing, List<String> waiting) {
    return new JsonObject()
        .put("skill", "judge")
        .put(
            "input",
            new JsonObject()
                .put("failing", new JsonArray(failing))
                .put("waiting", new JsonArray(waiting)));
  }

  private static JsonObject result(Envelope request) {
    TaskResponse response = (TaskResponse) client(near).send(request).payload();
    assertThat(response.status()).isEqualTo(TaskStatus.COMPLETED);
    return response.result();
  }

  private static RpcError error(RunningPlatform platform, Envelope request) {
    try {
      throw new AssertionError("was answered: " + client(platform).send(request));
    } catch (RemoteErrorException e) {
      return e.error();
    }
  }

  private static JsonObject answerOf(String agent) {
    JsonObject by = new JsonObject().put("by", agent.substring(AgentUrn.PREFIX.length()));
    return new JsonObject().put("agent", agent).put("result", by);
  }

  private static List<String> next(BlockingQueue<String> queue, int count) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(queue.poll(20, TimeUnit.SECONDS));
    }
    return names.stream().filter(Objects::nonNull).sorted().toList();
  }

  @Test
  void allThatHaveTheSkillAreAskedHereAndElsewhere() {
    // When
    JsonObject result = result(request(judge(List.of(), List.of())));

    // Then
    assertThat(result)
        .isEqualTo(
            new JsonObject()
                .put("skill", "judge")
                .put("succeeded", 3)
                .put("failed", 0)
                .put(
                    "results",
                    new JsonArray()
                        .add(answerOf(ADA))
                        .add(answerOf(GRACE))
                        .add(answerOf(BARBARA))));
  }

  @Test
  void progressIsToldWithEachAnswer() {
    // Given
    TaskConfig chunks = new TaskConfig(null, null, null, true, null, null, null);
    List<TaskStream> seen = new ArrayList<>();

    // When
    try (BlockingStream stream =
        client(near).stream(request(judge(List.of("ada"), List.of()), chunks))) {
      stream.forEachRemaining(chunk -> seen.add((TaskStream) chunk.payload()));
    }

    // Then
    assertThat(seen.subList(0, 3))
        .extracting(chunk -> Math.round(chunk.progress() * 100))
        .containsExactly(33L, 67L, 100L);
    assertThat(new JsonObject(seen.get(3).chunk()).getInteger("succeeded")).isEqualTo(2);
  }

  @Test
  void theFailureOfOneIsAmongTheAnswers() {
    // Given
    JsonObject input = judge(List.of("grace", "barbara"), List.of());
    input.put("agents", new JsonArray().add(BARBARA).add("urn:asap:agent:nobody").add(ADA));

    // When
    JsonObject result = result(request(input));

    // Then
    assertThat(result.getInteger("succeeded")).isEqualTo(1);
    assertThat(result.getInteger("failed")).isEqualTo(2);
    JsonArray results = result.getJsonArray("results");
    assertThat(results.getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("agent", BARBARA)
                .put(
                    "error",
                    new JsonObject()
                        .put("code", ErrorCode.RESOURCE_EXHAUSTED.rpcCode())
                        .put("message", "barbara has no opinion left")));
    assertThat(results.getJsonObject(1).getJsonObject("error").getString("message"))
        .isEqualTo("No agent urn:asap:agent:nobody is known here");
    assertThat(results.getJsonObject(2)).isEqualTo(answerOf(ADA));
  }

  @Test
  void aCancellationReachesAllOfThem() throws Exception {
    // Given
    List<String> all = List.of("ada", "barbara", "grace");
    Envelope request = request(judge(List.of(), all));
    CompletableFuture<Envelope> answer =
        CompletableFuture.supplyAsync(() -> client(near).send(request));
    assertThat(next(PanelAgent.WAITING, 3)).isEqualTo(all);

    // When
    client(near).cancel(COORDINATOR, request.id(), "no longer needed");

    // Then
    assertThat(next(PanelAgent.STOPPED, 3)).isEqualTo(all);
    assertThat(((TaskResponse) answer.get(20, TimeUnit.SECONDS).payload()).status())
        .isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void anyTakesTheFirstGoodAnswerAndCancelsTheRest() throws Exception {
    // Given
    JsonObject input = judge(List.of(), List.of("ada", "barbara")).put("join", "any");

    // When
    JsonObject result = result(request(input));

    // Then
    assertThat(result.getInteger("succeeded")).isEqualTo(1);
    assertThat(result.getJsonArray("results")).containsExactly(answerOf(GRACE));
    assertThat(next(PanelAgent.STOPPED, 2)).containsExactly("ada", "barbara");
  }

  @Test
  void anyIsAnErrorIfNoneSucceeds() {
    // Given
    JsonObject input = judge(List.of("ada", "grace", "barbara"), List.of()).put("join", "any");

    // When
    RpcError error = error(near, request(input));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.REMOTE_ERROR.rpcCode());
    assertThat(error.message()).isEqualTo("None of the 3 agents has done it");
    assertThat(error.data().getJsonObject("details").getJsonArray("results")).hasSize(3);
  }

  @Test
  void oneThatDoesNotAnswerInTimeDoesNotLoseTheRest() throws Exception {
    // Given
    TaskConfig threeSeconds = TaskConfig.NONE.withTimeoutSeconds(3);

    // When
    JsonObject result = result(request(judge(List.of(), List.of("barbara")), threeSeconds));

    // Then
    assertThat(result.getInteger("succeeded")).isEqualTo(2);
    JsonObject late = result.getJsonArray("results").getJsonObject(2);
    assertThat(late.getString("agent")).isEqualTo(BARBARA);
    assertThat(late.getJsonObject("error").getInteger("code"))
        .isEqualTo(ErrorCode.TIMEOUT.rpcCode());
    assertThat(next(PanelAgent.STOPPED, 1)).containsExactly("barbara");
  }

  @Test
  void aSkillThatNobodyHasIsAnError() {
    // When
    RpcError error =
        error(near, request(new JsonObject().put("skill", "sing").put("input", new JsonObject())));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.HANDLER_NOT_FOUND.rpcCode());
    assertThat(error.message()).isEqualTo("No agent is found that has the skill 'sing'");
  }

  @Test
  void itIsToldWhatToConfigureWhereTheGuardRefuses() throws Exception {
    try (RunningPlatform strict = startNear(folder.resolve("strict"))) {
      // Given
      JsonObject named = judge(List.of(), List.of()).put("agents", new JsonArray().add(BARBARA));

      // When
      TaskResponse asked = (TaskResponse) client(strict).send(request(named)).payload();
      TaskResponse found =
          (TaskResponse) client(strict).send(request(judge(List.of(), List.of()))).payload();

      // Then
      JsonObject refused = asked.result().getJsonArray("results").getJsonObject(0);
      assertThat(refused.getJsonObject("error").getString("message"))
          .contains(BARBARA + " cannot be reached", "outbound.allowAddresses");
      assertThat(found.result().getJsonArray("results"))
          .containsExactly(answerOf(ADA), answerOf(GRACE));
    }
  }

  @Test
  void noMoreThanItsBoundAreAsked() throws Exception {
    // Given
    String[] many =
        IntStream.range(0, 33)
            .mapToObj(n -> "verticles.n" + n + ".class=" + PanelAgent.Somebody.class.getName())
            .toArray(String[]::new);
    JsonArray names = new JsonArray();
    IntStream.range(0, 33).forEach(n -> names.add("urn:asap:agent:n" + n));
    try (RunningPlatform crowded = startNear(folder.resolve("crowded"), many)) {
      // When
      RpcError found = error(crowded, request(judge(List.of(), List.of())));
      RpcError named = error(crowded, request(judge(List.of(), List.of()).put("agents", names)));

      // Then
      assertThat(found.code()).isEqualTo(RpcError.INVALID_PARAMS);
      assertThat(found.data().getString("error"))
          .isEqualTo(
              "35 agents have the skill, and at most 32 are asked at once; name those that are"
                  + " meant in 'agents'");
      assertThat(named.code()).isEqualTo(RpcError.INVALID_PARAMS);
      assertThat(named.data().encode()).contains("\"agents\"", "more than 32 items");
    }
  }
}
