package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.http.BusyAgent;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ASAP over {@code /asap/ws}. */
class WebSocketTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  private RawSocket open(String... headers) {
    start(TestNode.with());
    return RawSocket.open(node.port(), headers);
  }

  private void start(TestNode.Builder wanted) {
    node = wanted.patience(Duration.ofSeconds(20), Duration.ofMillis(400)).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
  }

  private static WebSocketConfig config(int perSecond, Duration ping, Duration stale) {
    return new WebSocketConfig(
        perSecond == 0 ? OptionalInt.empty() : OptionalInt.of(perSecond),
        64 * 1024,
        ping,
        stale,
        Duration.ofSeconds(10),
        2,
        Set.of("https://app.example.com"));
  }

  private static JsonObject request(String id, String skill, JsonObject input) {
    JsonObject envelope =
        Requests.envelope(BusyAgent.URN, skill).put("id", UUID.randomUUID().toString());
    JsonObject payload = envelope.getJsonObject("payload").put("input", input);
    payload.put("config", new JsonObject().put("streaming", false));
    return Requests.around(envelope).put("id", id);
  }

  private static JsonObject streamed(String id, String skill, JsonObject input) {
    JsonObject request = request(id, skill, input);
    envelope(request).getJsonObject("payload").remove("config");
    return request;
  }

  private static JsonObject envelope(JsonObject request) {
    return request.getJsonObject("params").getJsonObject("envelope");
  }

  private static JsonObject answer(JsonObject message) {
    return message.getJsonObject("result").getJsonObject("envelope");
  }

  private static JsonObject ack(JsonObject message) {
    assertThat(message.getString("method")).isEqualTo("asap.ack");
    assertThat(message.containsKey("id")).isFalse();
    return message.getJsonObject("params").getJsonObject("envelope");
  }

  @Test
  void aRequestIsAnsweredUnderItsId() {
    try (RawSocket socket = open()) {
      // Given
      JsonObject request = request("ws-1", "stream", new JsonObject());

      // When
      socket.send(request);

      // Then
      JsonObject message = socket.next();
      assertThat(socket.status()).isEqualTo(101);
      assertThat(message.getString("id")).isEqualTo("ws-1");
      assertThat(message.containsKey("error")).isFalse();
      assertThat(answer(message).getString("correlation_id"))
          .isEqualTo(envelope(request).getString("id"));
      assertThat(answer(message).getJsonObject("payload").getString("status"))
          .isEqualTo("completed");
    }
  }

  @Test
  void aSlowRequestHoldsNothingUp() {
    try (RawSocket socket = open()) {
      // Given
      socket.send(request("slow", "insist", new JsonObject()));
      TestPlatform.await(() -> agent.gate.size() == 1);

      // When
      socket.send(request("quick", "stream", new JsonObject()));
      JsonObject first = socket.next();
      agent.gate.open();
      JsonObject second = socket.next();

      // Then
      assertThat(first.getString("id")).isEqualTo("quick");
      assertThat(second.getString("id")).isEqualTo("slow");
    }
  }

  @Test
  void anAgentThatStreamsAnswersInChunksUnderOneId() {
    try (RawSocket socket = open()) {
      // When
      socket.send(streamed("s", "stream", new JsonObject().put("chunks", 3)));
      List<JsonObject> messages = socket.next(4);

      // Then
      assertThat(messages).extracting(message -> message.getString("id")).containsOnly("s");
      assertThat(messages)
          .extracting(message -> answer(message).getString("payload_type"))
          .containsOnly("TaskStream");
      assertThat(messages)
          .extracting(message -> answer(message).getJsonObject("payload").getBoolean("final"))
          .containsExactly(false, false, false, true);
    }
  }

  @Test
  void aMessageThatWantsItIsAcknowledgedTwice() {
    try (RawSocket socket = open()) {
      // Given
      JsonObject request = request("a", "stream", new JsonObject());
      envelope(request).put("requires_ack", true);

      // When
      socket.send(request);
      List<JsonObject> messages = socket.next(3);

      // Then
      String envelopeId = envelope(request).getString("id");
      assertThat(ack(messages.get(0)).getJsonObject("payload"))
          .isEqualTo(
              new JsonObject().put("original_envelope_id", envelopeId).put("status", "received"));
      assertThat(ack(messages.get(0)).getString("sender")).isEqualTo(BusyAgent.URN);
      assertThat(ack(messages.get(0)).getString("recipient")).isEqualTo(Requests.CLIENT);
      assertThat(messages.get(1).getString("id")).isEqualTo("a");
      assertThat(ack(messages.get(2)).getJsonObject("payload").getString("status"))
          .isEqualTo("processed");
    }
  }

  @Test
  void whatIsRefusedIsRejectedAndNotReceived() {
    try (RawSocket socket = open()) {
      // Given
      JsonObject request = request("a", "stream", new JsonObject());
      envelope(request).put("requires_ack", true).put("timestamp", "2020-01-01T00:00:00Z");

      // When
      socket.send(request);
      List<JsonObject> messages = socket.next(2);

      // Then
      assertThat(messages.get(0).getJsonObject("error").getInteger("code")).isEqualTo(-32002);
      JsonObject payload = ack(messages.get(1)).getJsonObject("payload");
      assertThat(payload.getString("status")).isEqualTo("rejected");
      assertThat(payload.getString("error")).contains("too old");
    }
  }

  @Test
  void aMessageThatIsSentAgainRunsOnceAndIsAnsweredUnderBothIds() {
    // Given
    JsonObject request = request("first", "count", new JsonObject());
    envelope(request).put("requires_ack", true);
    try (RawSocket lost = open()) {
      lost.send(request);
      assertThat(ack(lost.next()).getJsonObject("payload").getString("status"))
          .isEqualTo("received");
    }

    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      socket.send(request.copy().put("id", "second"));
      JsonObject received = socket.next();
      TestPlatform.await(() -> agent.gate.size() == 1);
      agent.gate.open();
      List<JsonObject> messages = socket.next(3);

      // Then
      assertThat(ack(received).getJsonObject("payload").getString("status")).isEqualTo("received");
      assertThat(messages.get(0).getString("id")).isEqualTo("second");
      assertThat(messages.get(1).getString("id")).isEqualTo("first");
      assertThat(answer(messages.get(1))).isEqualTo(answer(messages.get(0)));
      assertThat(agent.runs).hasValue(1);
    }
  }

  @Test
  void oddTextsAreAnsweredAndTheConnectionGoesOn() {
    try (RawSocket socket = open()) {
      // When
      socket
          .send("not json")
          .send("[]")
          .send("7")
          .send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{}}");
      List<JsonObject> messages = socket.next(4);

      // Then
      assertThat(messages)
          .extracting(message -> message.getJsonObject("error").getInteger("code"))
          .containsExactly(-32700, -32600, -32600, -32601);
      socket.send(request("later", "stream", new JsonObject()));
      assertThat(socket.next().getString("id")).isEqualTo("later");
    }
  }

  @Test
  void aTaskIsFollowedFromWhereTheClientWas() {
    try (RawSocket socket = open()) {
      // Given
      socket.send(request("t", "stream", new JsonObject().put("chunks", 3)));
      String taskId = answer(socket.next()).getJsonObject("payload").getString("task_id");

      // When
      socket.send(
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("method", "task.subscribe")
              .put("params", new JsonObject().put("task_id", taskId).put("from", 3))
              .put("id", 7));
      List<JsonObject> messages = socket.next(4);

      // Then
      assertThat(messages.get(0).getInteger("id")).isEqualTo(7);
      assertThat(messages.get(0).getJsonObject("result"))
          .isEqualTo(new JsonObject().put("subscribed", true).put("task_id", taskId));
      assertThat(messages.subList(1, 4))
          .extracting(message -> answer(message).getJsonObject("extensions").getLong("sequence"))
          .containsExactly(4L, 5L, 6L);
      assertThat(messages.get(1).containsKey("id")).isTrue();
      assertThat(messages.get(1).getValue("id")).isNull();
    }
  }

  @Test
  void aSubscriptionCanEnd() {
    try (RawSocket socket = open()) {
      // Given
      socket.send(request("t", "ask", new JsonObject()));
      String taskId = answer(socket.next()).getJsonObject("payload").getString("task_id");
      JsonObject subscribe =
          new JsonObject()
              .put("method", "task.subscribe")
              .put("params", new JsonObject().put("task_id", taskId).put("from", 3))
              .put("id", "s");
      socket.send(subscribe);
      socket.next();

      // When
      socket.send(subscribe.copy().put("method", "task.unsubscribe").put("id", "u"));
      JsonObject answer = socket.next();

      // Then
      assertThat(answer.getJsonObject("result"))
          .isEqualTo(new JsonObject().put("unsubscribed", true));
      socket.send(subscribe.copy().put("params", new JsonObject().put("task_id", "task_x")));
      assertThat(socket.next().getJsonObject("error").getInteger("code")).isEqualTo(-32010);
    }
  }

  @Test
  void tooManyMessagesEndTheConnection() {
    // Given
    start(TestNode.with().websocket(config(2, Duration.ofSeconds(30), Duration.ofSeconds(90))));
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      socket.send("1").send("2").send("3");
      List<JsonObject> messages = socket.next(3);
      RawSocket.Received close = socket.awaitClose();

      // Then
      assertThat(messages)
          .extracting(message -> message.getJsonObject("error").getInteger("code"))
          .containsExactly(-32600, -32600, -32001);
      assertThat(close.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void aSilentConnectionIsAskedAndThenClosed() {
    // Given
    start(TestNode.with().websocket(config(0, Duration.ofMillis(100), Duration.ofMillis(250))));
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      RawSocket.Received first = socket.frame();
      RawSocket.Received second = socket.frame();
      RawSocket.Received close = socket.awaitClose();

      // Then
      assertThat(first.json()).isEqualTo(new JsonObject().put("type", "ping"));
      assertThat(second.opcode()).isEqualTo(RawSocket.PING);
      assertThat(close.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void aConnectionThatAnswersHeartbeatsStays() {
    // Given
    start(TestNode.with().websocket(config(1, Duration.ofMillis(100), Duration.ofMillis(300))));
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      for (int beats = 0; beats < 8; ) {
        if (socket.frame().opcode() == RawSocket.TEXT) {
          socket.send("{\"type\":\"pong\"}");
          beats++;
        }
      }

      // Then
      socket.send(request("later", "stream", new JsonObject()));
      assertThat(socket.next().getString("id")).isEqualTo("later");
    }
  }

  @Test
  void strangersAreClosedBeforeAnyFrame() {
    // Given
    AuthConfig auth =
        new AuthConfig(
            AuthConfig.Mode.BEARER,
            AuthConfig.RequireTimestamp.NEVER,
            AuthConfig.NonceRule.OFF,
            List.of(
                new AuthConfig.BearerToken(
                    Secret.of("token"), AgentUrn.of(Requests.CLIENT), Set.of())));
    start(TestNode.with().auth(auth));

    // When
    try (RawSocket nobody = RawSocket.open(node.port());
        RawSocket stranger = RawSocket.open(node.port(), "Authorization: Bearer other");
        RawSocket known = RawSocket.open(node.port(), "Authorization: Bearer token")) {
      nobody.send(request("x", "count", new JsonObject()));
      RawSocket.Received ofNobody = nobody.awaitClose();
      RawSocket.Received ofStranger = stranger.awaitClose();
      known.send(request("x", "stream", new JsonObject()));

      // Then
      assertThat(ofNobody.closeCode()).isEqualTo(4401);
      assertThat(ofNobody.closeReason()).isEqualTo("Authentication required");
      assertThat(ofStranger.closeCode()).isEqualTo(4401);
      assertThat(ofStranger.closeReason()).isEqualTo("Invalid token");
      assertThat(known.next().getString("id")).isEqualTo("x");
      assertThat(agent.runs).hasValue(0);
    }
  }

  @Test
  void pagesOfOtherOriginsAndTooManyAreRefusedBeforeTheUpgrade() {
    // Given
    start(TestNode.with().websocket(config(0, Duration.ofSeconds(30), Duration.ofSeconds(90))));

    try (RawSocket evil = RawSocket.open(node.port(), "Origin: https://evil.example");
        RawSocket good = RawSocket.open(node.port(), "Origin: https://app.example.com");
        RawSocket second = RawSocket.open(node.port());
        RawSocket third = RawSocket.open(node.port())) {
      // Then
      assertThat(evil.status()).isEqualTo(403);
      assertThat(good.status()).isEqualTo(101);
      assertThat(second.status()).isEqualTo(101);
      assertThat(third.status()).isEqualTo(503);
    }
    TestPlatform.await(() -> node.websocket().connections() == 0);
    TestPlatform.await(() -> node.openConnections() == 0);
  }

  @Test
  void whoDoesNotAskForAnUpgradeIsToldSo() {
    // Given
    start(TestNode.with());

    // When / Then
    assertThat(node.get("/asap/ws").status()).isEqualTo(426);
  }

  @Test
  void thePathNamesTheAgent() {
    // Given
    start(TestNode.with());
    try (RawSocket socket = RawSocket.openAt(node.port(), "/agents/echo/asap/ws")) {
      // When
      socket.send(request("e", "count", new JsonObject()));

      // Then
      assertThat(answer(socket.next()).getString("sender")).isEqualTo(TestNode.ECHO);
    }
  }

  @Test
  void anAnswerThatIsTooLongIsAnError() {
    // Given
    start(TestNode.with().websocket(config(0, Duration.ofSeconds(30), Duration.ofSeconds(90))));
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      socket.send(request("big", "inflate", new JsonObject().put("size", 64 * 1024)));
      JsonObject error = socket.next().getJsonObject("error");

      // Then
      assertThat(error.getInteger("code")).isEqualTo(-32040);
      assertThat(error.getJsonObject("data").getJsonObject("details").getInteger("max"))
          .isEqualTo(64 * 1024);
    }
  }

  @Test
  void aStopAnswersWhatIsOwedAndSaysGoodbye() {
    // Given
    RawSocket socket = open();
    socket.send(request("owed", "insist", new JsonObject()));
    TestPlatform.await(() -> agent.gate.size() == 1);
    var stopping = node.websocket().stop();
    try (RawSocket late = RawSocket.open(node.port())) {
      // When
      agent.gate.open();
      JsonObject answer = socket.next();
      RawSocket.Received close = socket.awaitClose();

      // Then
      assertThat(late.status()).isEqualTo(503);
      assertThat(answer.getString("id")).isEqualTo("owed");
      assertThat(close.closeCode()).isEqualTo(1001);
      assertThat(close.closeReason()).isEqualTo("Server shutting down");
      TestPlatform.get(stopping);
    }
    socket.close();
  }

  @Test
  void aBatchIsNotTaken() {
    try (RawSocket socket = open()) {
      // When
      socket.send(new JsonArray().add(request("1", "stream", new JsonObject())).encode());

      // Then
      assertThat(socket.next().getJsonObject("error").getInteger("code")).isEqualTo(-32600);
    }
  }

  @Test
  void framesThatBreakARuleEndTheConnectionWithItsCode() {
    start(TestNode.with().websocket(config(0, Duration.ofSeconds(30), Duration.ofSeconds(90))));
    assertThat(closeCodeAfter(RawSocket.TEXT, new byte[] {(byte) 0xC3, 0x28})).isEqualTo(1007);
    assertThat(closeCodeAfter(RawSocket.TEXT, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
        .isEqualTo(1007);
    assertThat(closeCodeAfter(RawSocket.TEXT, new byte[] {(byte) 0xE2, (byte) 0x82}))
        .isEqualTo(1007);
    assertThat(closeCodeAfter(RawSocket.BINARY, "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(1003);
    assertThat(closeCodeAfter(RawSocket.TEXT, new byte[65 * 1024])).isEqualTo(1009);
  }

  private int closeCodeAfter(int opcode, byte[] payload) {
    try (RawSocket socket = RawSocket.open(node.port())) {
      return socket.send(opcode, true, payload).awaitClose().closeCode();
    }
  }

  @Test
  void aMessageInTooManyOrTooLargePiecesIsRefused() {
    start(TestNode.with().websocket(config(0, Duration.ofSeconds(30), Duration.ofSeconds(90))));
    try (RawSocket many = RawSocket.open(node.port());
        RawSocket large = RawSocket.open(node.port())) {
      // When
      many.send(RawSocket.TEXT, false, new byte[0]);
      for (int i = 0; i <= MessageAssembler.MAX_FRAGMENTS; i++) {
        many.send(RawSocket.CONTINUATION, false, new byte[0]);
      }
      large.send(RawSocket.TEXT, false, "x".repeat(40_000).getBytes(StandardCharsets.UTF_8));
      large.send(RawSocket.CONTINUATION, true, "x".repeat(40_000).getBytes(StandardCharsets.UTF_8));

      // Then
      assertThat(many.awaitClose().closeCode()).isEqualTo(1008);
      assertThat(large.awaitClose().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aFloodOfPingsEndsTheConnection() {
    try (RawSocket socket = open()) {
      // When
      for (int i = 0; i < 100; i++) {
        socket.send(RawSocket.PING, true, new byte[0]);
      }

      // Then
      assertThat(socket.awaitClose().closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void reservedBitsEndTheConnection() {
    try (RawSocket socket = open("Sec-WebSocket-Extensions: permessage-deflate")) {
      // When
      socket.send(0x80 | 0x40 | RawSocket.TEXT, "x".getBytes(StandardCharsets.UTF_8));

      // Then
      assertThat(socket.head()).doesNotContain("permessage-deflate");
      assertThat(socket.awaitClose().closeCode()).isEqualTo(1002);
    }
  }
}
