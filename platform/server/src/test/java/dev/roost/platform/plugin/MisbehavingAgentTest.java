package dev.roost.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent does wrong is answered, and harms no other agent. */
class MisbehavingAgentTest {
  private static final AgentUrn WELL = AgentUrn.of("urn:asap:agent:well");
  private static final AgentUrn BAD = AgentUrn.of("urn:asap:agent:bad");

  private TestPlatform platform;

  @BeforeEach
  void create() throws IOException {
    platform = TestPlatform.create();
    TestPlugins.echo("well", "1.0", WELL.value()).write(platform.directory().resolve("well.jar"));
  }

  @AfterEach
  void close() throws IOException {
    platform.close();
  }

  @Test
  void aHandlerThatThrowsIsAnInternalError() throws IOException {
    assertThat(errorOf("throw new IllegalStateException(\"secret\");"))
        .isEqualTo(RpcError.internalError());
  }

  @Test
  void aHandlerThatReturnsNullIsAnInternalError() throws IOException {
    assertThat(errorOf("return null;")).isEqualTo(RpcError.internalError());
  }

  @Test
  void aHandlerThatRunsOutOfStackIsAnInternalError() throws IOException {
    assertThat(errorOf("return run(task);")).isEqualTo(RpcError.internalError());
  }

  @Test
  void aHandlerThatChoosesItsErrorIsHeard() throws IOException {
    // When
    RpcError error =
        errorOf("throw AsapException.of(ErrorCode.RESOURCE_EXHAUSTED, \"no credit\");");

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED.rpcCode());
    assertThat(error.message()).isEqualTo("no credit");
  }

  @Test
  void aHandlerThatNeverCompletesTimesOut() throws IOException {
    // Given
    start("return Promise.<JsonObject>promise().future();");

    // When
    RpcError error = error(platform.ask(BAD, "run", new JsonObject(), 300));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.TIMEOUT.rpcCode());
    assertThat(details(error).getDouble("timeout_seconds")).isBetween(0.1, 0.3);
  }

  @Test
  void aHandlerThatSleepsOnItsLoopIsInterruptedAndMoved() throws IOException {
    // Given
    start("Thread.sleep(30_000); return Future.succeededFuture();");

    // When
    Future<JsonObject> blocked = platform.ask(BAD, new JsonObject());
    JsonObject meanwhile = TestPlatform.get(platform.ask(WELL, new JsonObject()));
    RpcError error = error(blocked);

    // Then
    assertThat(meanwhile.getString("version")).isEqualTo("1.0");
    assertThat(error).isEqualTo(RpcError.internalError());
    awaitQuarantine();
  }

  @Test
  void aHandlerThatSpinsOnItsLoopIsMovedAndHarmsNobody() throws IOException {
    // Given
    platform.bind();
    start(
        """
        if (task.input().getBoolean("spin", false)) {
          long end = System.nanoTime() + 8_000_000_000L;
          while (System.nanoTime() < end) { Thread.onSpinWait(); }
        }
        return Future.succeededFuture(new JsonObject().put("ok", true));
        """);

    // When
    platform.ask(BAD, "run", new JsonObject().put("spin", true), 10_000);
    awaitQuarantine();

    // Then
    assertThat(TestPlatform.get(platform.ask(BAD, new JsonObject())).getBoolean("ok")).isTrue();
    TestPlatform.await(
        () ->
            platform.ask(WELL, "run", new JsonObject(), 500).isComplete()
                || TestPlatform.get(
                    platform
                        .ask(WELL, "run", new JsonObject(), 500)
                        .transform(done -> Future.succeededFuture(done.succeeded()))));
  }

  @Test
  void futuresThatCompleteOnForeignThreadsComeBackToTheAgentsLoop() throws IOException {
    // Given
    String open =
        """
        @Override protected Future<?> open() {
          Promise<Void> opened = Promise.promise();
          new Thread(opened::complete).start();
          return opened.future();
        }
        """;
    String body =
        """
        String thread = Thread.currentThread().getName();
        Promise<JsonObject> later = Promise.promise();
        new Thread(() -> later.complete(new JsonObject().put("thread", thread))).start();
        return later.future();
        """;
    TestPlugins.agent("bad", "1.0", BAD.value(), open, ".maxInFlight(1)", body)
        .write(platform.directory().resolve("bad.jar"));
    platform.start();

    // When
    JsonObject first = TestPlatform.get(platform.ask(BAD, new JsonObject()));
    JsonObject second = TestPlatform.get(platform.ask(BAD, new JsonObject()));

    // Then
    assertThat(first.getString("thread")).contains("eventloop");
    assertThat(second.getString("thread")).isEqualTo(first.getString("thread"));
  }

  @Test
  void agentsOfTwoPluginsCallEachOther() throws IOException {
    // Given
    start("return task.call(AgentUrn.of(\"%s\"), \"run\", task.input());".formatted(WELL));

    // When
    JsonObject answer = TestPlatform.get(platform.ask(BAD, new JsonObject().put("hi", "there")));

    // Then
    assertThat(answer.getJsonObject("echo").getString("hi")).isEqualTo("there");
  }

  @Test
  void anUnknownSkillIsAnsweredWithTheKnownOnes() throws IOException {
    // Given
    start("return null;");

    // When
    RpcError error = error(platform.ask(BAD, "walk", new JsonObject(), 5_000));

    // Then
    assertThat(error.code()).isEqualTo(-32012);
    assertThat(details(error).getJsonArray("known_skills")).isEqualTo(JsonArray.of("run"));
  }

  @Test
  void anUnknownAgentIsAnsweredWithTheKnownOnes() throws IOException {
    // Given
    platform.start();

    // When
    RpcError error = error(platform.ask(BAD, new JsonObject()));

    // Then
    assertThat(error.code()).isEqualTo(-32012);
    assertThat(details(error).getString("agent")).isEqualTo(BAD.value());
    assertThat(details(error).getJsonArray("known_agents")).isEqualTo(JsonArray.of(WELL.value()));
  }

  @Test
  void inputThatDoesNotFitItsSchemaIsAnsweredWithTheFaults() throws IOException {
    // Given
    String skill =
        """
        .skill(new Skill("sum", "Adds", new JsonObject("{\\"required\\":[\\"a\\"],\\"properties\\":{\\"b\\":{\\"type\\":\\"integer\\"}}}"), null), this::run)
        """;
    TestPlugins.agent("bad", "1.0", BAD.value(), "", skill, "return null;")
        .write(platform.directory().resolve("bad.jar"));
    platform.start();

    // When
    RpcError error = error(platform.ask(BAD, "sum", new JsonObject().put("b", "x"), 5_000));

    // Then
    assertThat(error.code()).isEqualTo(RpcError.INVALID_PARAMS);
    assertThat(error.data().getJsonArray("validation_errors"))
        .extracting(fault -> ((JsonObject) fault).getString("type"))
        .containsExactlyInAnyOrder("required", "type");
  }

  @Test
  void moreTasksThanAnAgentTakesAreRefused() throws IOException {
    // Given
    TestPlugins.agent(
            "bad",
            "1.0",
            BAD.value(),
            "",
            ".maxInFlight(1)",
            "return Promise.<JsonObject>promise().future();")
        .write(platform.directory().resolve("bad.jar"));
    platform.start();

    // When
    platform.ask(BAD, new JsonObject());
    RpcError error = error(platform.ask(BAD, new JsonObject()));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.THREAD_POOL_EXHAUSTED.rpcCode());
  }

  @Test
  void anAgentOnWorkerThreadsMayBlock() throws IOException {
    // Given
    agent(
        "Thread.sleep(50); return Future.succeededFuture(new JsonObject().put(\"thread\", Thread.currentThread().getName()));");
    AgentSettings worker = new AgentSettings(2, Threading.WORKER, new JsonObject());
    platform.start(Map.of(BAD, worker));

    // When
    JsonObject answer = TestPlatform.get(platform.ask(BAD, new JsonObject()));

    // Then
    assertThat(answer.getString("thread")).contains("roost-plugin:bad@");
    assertThat(platform.listed("bad.jar").orElseThrow().threading()).isEqualTo("worker");
  }

  @Test
  void virtualThreadsNeedAJavaThatHasThem() throws IOException {
    // Given
    agent("return Future.succeededFuture();");
    AgentSettings virtual = new AgentSettings(null, Threading.VIRTUAL, new JsonObject());

    // When
    platform.start(Map.of(BAD, virtual));

    // Then
    PluginDescription line = platform.listed("bad.jar").orElseThrow();
    if (Runtime.version().feature() >= 21) {
      assertThat(line.state()).isEqualTo("serving");
    } else {
      assertThat(line.reason()).hasValueSatisfying(why -> assertThat(why).contains("Java 21"));
    }
  }

  private void awaitQuarantine() {
    TestPlatform.await(
        () ->
            platform
                .listed("bad.jar")
                .filter(PluginDescription::quarantined)
                .filter(line -> line.threading().equals("worker"))
                .isPresent());
  }

  private RpcError errorOf(String body) throws IOException {
    start(body);
    RpcError error = error(platform.ask(BAD, new JsonObject()));
    assertThat(TestPlatform.get(platform.ask(WELL, new JsonObject())).getString("version"))
        .isEqualTo("1.0");
    return error;
  }

  private void start(String body) throws IOException {
    agent(body);
    platform.start();
  }

  private void agent(String body) throws IOException {
    TestPlugins.agent("bad", BAD.value(), body).write(platform.directory().resolve("bad.jar"));
  }

  private static RpcError error(Future<?> future) {
    Throwable failure = TestPlatform.failure(future);
    assertThat(failure).isInstanceOf(AsapException.class);
    return ((AsapException) failure).error();
  }

  private static JsonObject details(RpcError error) {
    return error.data().getJsonObject("details");
  }
}
