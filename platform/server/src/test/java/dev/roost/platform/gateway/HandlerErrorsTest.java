package dev.roost.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.AgentSpec;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the protocol's error table that concern what an agent does. */
class HandlerErrorsTest {
  private static final AtomicInteger ODD = new AtomicInteger();
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static JsonObject custom(String type) {
    return Requests.envelope(TestNode.ECHO, "echo")
        .put("payload_type", type)
        .put("payload", new JsonObject().put("task_id", "1"));
  }

  @Test
  void anAnswerGoesBackToTheSenderCorrelatedAndInItsVersion() {
    // Given
    JsonObject envelope =
        Requests.envelope(TestNode.ECHO, "echo").put("trace_id", "t-1").put("asap_version", "0.5");

    // When
    JsonObject answer =
        node.post(Requests.around(envelope).encode())
            .json()
            .getJsonObject("result")
            .getJsonObject("envelope");

    // Then
    assertThat(answer.getString("sender")).isEqualTo(TestNode.ECHO);
    assertThat(answer.getString("recipient")).isEqualTo(Requests.CLIENT);
    assertThat(answer.getString("correlation_id")).isEqualTo("env-1");
    assertThat(answer.getString("trace_id")).isEqualTo("t-1");
    assertThat(answer.getString("asap_version")).isEqualTo("0.5");
    assertThat(answer.getString("payload_type")).isEqualTo("task.response");
    JsonObject payload = answer.getJsonObject("payload");
    assertThat(payload.getString("status")).isEqualTo("completed");
    assertThat(payload.getString("task_id")).startsWith("task_");
    assertThat(payload.getJsonObject("result"))
        .isEqualTo(new JsonObject().put("echoed", new JsonObject().put("n", 1)));
  }

  @Test
  void anUnknownRecipientIsServedByTheDefaultAgent() {
    assertThat(node.post(Requests.ask("urn:asap:agent:under-test", "echo")).text())
        .contains("\"sender\":\"urn:asap:agent:echo\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.custom", "", "task.update2"})
  void aPayloadThatNobodyHandlesIsRefused(String type) {
    // Given
    JsonObject request = Requests.around(custom(type));

    // When
    Wire.Answer answer = node.post(request.encode());

    // Then
    String message = "No handler registered for payload type: " + type;
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error())
        .isEqualTo(
            new JsonObject()
                .put("code", -32012)
                .put("message", message)
                .put(
                    "data",
                    new JsonObject()
                        .put("code", "asap:transport/handler_not_found")
                        .put("rpc_code", -32012)
                        .put("message", message)
                        .put("details", new JsonObject().put("payload_type", type))
                        .put("recoverable", false)
                        .put("asap_taxonomy_code", "asap:transport/handler_not_found")
                        .put("error", message)));
  }

  @Test
  void anUnknownSkillIsRefusedWithTheKnownOnes() {
    // When
    Wire.Answer answer = node.post(Requests.ask(TestNode.TROUBLE, "ecko"));

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
    JsonObject details = answer.error().getJsonObject("data").getJsonObject("details");
    assertThat(details)
        .isEqualTo(
            new JsonObject()
                .put("skill_id", "ecko")
                .put(
                    "known_skills",
                    new JsonArray()
                        .add("echo")
                        .add("refuse")
                        .add("crash")
                        .add("fail")
                        .add("wait")));
  }

  @Test
  void anErrorOfTheTaxonomyGoesToTheCaller() {
    // When
    Wire.Answer answer = node.post(Requests.ask(TestNode.TROUBLE, "refuse"));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getString("id")).isEqualTo("req-1");
    assertThat(answer.error())
        .isEqualTo(
            new JsonObject()
                .put("code", -32030)
                .put("message", "Task is done")
                .put(
                    "data",
                    new JsonObject()
                        .put("code", "asap:task/already_completed")
                        .put("rpc_code", -32030)
                        .put("message", "Task is done")
                        .put(
                            "details",
                            new JsonObject().put("task_id", "t").put("current_status", "completed"))
                        .put("recoverable", false)
                        .put("asap_taxonomy_code", "asap:task/already_completed")
                        .put("error", "Task is done")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash", "fail"})
  void anyOtherFailureIsInternalAndTellsNothing(String skill) {
    // When
    Wire.Answer answer = node.post(Requests.ask(TestNode.TROUBLE, skill));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put(
                    "error",
                    new JsonObject()
                        .put("code", -32603)
                        .put("message", "Internal error")
                        .put("data", new JsonObject().put("error", "Internal server error")))
                .put("id", "req-1"));
  }

  @Test
  void anAgentOfAPathAnswersWhateverTheRecipient() {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer answer =
          wire.request(
                  "POST",
                  "/agents/test.trouble/asap",
                  Requests.ask("urn:asap:agent:under-test", "echo").getBytes())
              .read();

      // Then
      assertThat(answer.text()).contains("\"sender\":\"" + TestNode.TROUBLE + "\"");
    }
  }

  @Test
  void anAgentOfAPathThatIsNotThereIsRefusedWithTheKnownOnes() {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer answer =
          wire.request("POST", "/agents/nobody/asap", Requests.echo().getBytes()).read();

      // Then
      assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
      assertThat(
              answer
                  .error()
                  .getJsonObject("data")
                  .getJsonObject("details")
                  .getJsonArray("known_agents"))
          .contains(TestNode.ECHO, TestNode.TROUBLE);
    }
  }

  @Test
  void overloadIsToldOutsideJsonRpc() {
    // Given
    List<Wire> busy = new ArrayList<>();
    for (int i = 0; i < TestNode.TROUBLE_LIMIT; i++) {
      busy.add(node.connect().post(Requests.ask(TestNode.TROUBLE, "wait")));
    }
    TestPlatform.await(() -> node.gate().size() == TestNode.TROUBLE_LIMIT);

    // When
    Wire.Answer answer = node.post(Requests.ask(TestNode.TROUBLE, "wait"));

    // Then
    String message = "Thread pool exhausted: 3/3 threads in use. Service temporarily unavailable.";
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("error", "Service Temporarily Unavailable")
                .put("code", "asap:transport/thread_pool_exhausted")
                .put("rpc_code", -32031)
                .put("message", message)
                .put("details", new JsonObject().put("max_threads", 3).put("active_threads", 3))
                .put("recoverable", true)
                .put("retry_after_ms", 1000)
                .put("fallback_action", "retry_later"));
    node.gate().open();
    busy.forEach(
        wire -> {
          assertThat(wire.read().text()).contains("\"passed\":true");
          wire.close();
        });
    assertThat(node.tasks().size()).isZero();
  }

  @Test
  void aNodeWithAsManyTasksAsItMayHaveIsOverloaded() {
    try (TestNode small = TestNode.with().maxLive(1).start();
        Wire busy = small.connect().post(Requests.ask(TestNode.TROUBLE, "wait"))) {
      TestPlatform.await(() -> small.gate().size() == 1);

      // When
      Wire.Answer answer = small.post(Requests.echo());

      // Then
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().getJsonObject("details"))
          .isEqualTo(new JsonObject().put("max_threads", 1).put("active_threads", 1));
      small.gate().open();
      assertThat(busy.read().text()).contains("\"passed\":true");
      assertThat(small.post(Requests.echo()).status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsNotKnownIsNotRepeatedAtLength() {
    // Given
    String endless = "x".repeat(200_000);

    // When
    String skill = node.post(Requests.ask(TestNode.TROUBLE, endless)).text();
    String type = node.post(Requests.around(custom(endless)).encode()).text();

    // Then
    assertThat(skill).contains("has no skill 'xxx").hasSizeLessThan(2_000);
    assertThat(type).contains("No handler registered for payload type: xxx");
    assertThat(type).hasSizeLessThan(2_000);
  }

  /** Errors that are of the platform's own kinds but not of their form. */
  static Stream<RpcError> odd() {
    return Stream.of(
        new RpcError(RpcError.RATE_LIMITED, "slow down", null),
        new RpcError(RpcError.RATE_LIMITED, "slow", new JsonObject().put("retry_after", "a\r\nb")),
        new RpcError(ErrorCode.THREAD_POOL_EXHAUSTED.rpcCode(), "full", null),
        new RpcError(-32000, "unwritable", new JsonObject().put("x", new Object())));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void anOddErrorOfAnAgentIsAnsweredToo(RpcError error) {
    // Given
    String urn = "urn:asap:agent:odd" + ODD.incrementAndGet();
    node.add(
        AgentSpec.builder(urn)
            .skill(Skill.of("fail", ""), t -> Future.failedFuture(new AsapException(error)))
            .build(),
        ThreadingModel.EVENT_LOOP);

    // When / Then
    assertThat(node.post(Requests.ask(urn, "fail")).text()).isNotEmpty();
    TestPlatform.await(() -> node.tasks().size() == 0);
  }
}
