package dev.roost.platform.websocket;

import static dev.roost.platform.websocket.SocketMessages.request;
import static dev.roost.platform.websocket.SocketMessages.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.BusyAgent;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all connections of a node hold together. */
class MessageBudgetTest {
  private static final int BUDGET = 256 * 1_024;
  private static final int TEXT_FRAME = 0x1;

  /** The head of a masked text frame of 500,000 bytes, and its mask. */
  private static final byte[] LONG_HEAD = {
    (byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 0, 0x07, (byte) 0xA1, 0x20, 0, 0, 0, 0
  };

  private final BusyAgent agent = new BusyAgent();
  private final List<RawSocket> sockets = new ArrayList<>();
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.with().messageBudget(BUDGET).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    sockets.forEach(RawSocket::close);
    node.close();
  }

  private RawSocket open() {
    RawSocket socket = RawSocket.open(node.port());
    sockets.add(socket);
    return socket;
  }

  private static JsonObject padded(Object id, int bytes) {
    return request(id, "insist", new JsonObject().put("padding", "y".repeat(bytes)));
  }

  @Test
  void whoHoldsMuchWaitsAndIsServedInTheEnd() {
    // Given
    int requests = 100;
    RawSocket greedy = open();
    Thread sender =
        new Thread(
            () -> IntStream.range(0, requests).forEach(id -> greedy.send(padded(id, 16_000))));
    sender.start();
    TestPlatform.await(() -> node.websocket().heldBytes() > BUDGET);

    // When
    RawSocket modest = open();
    modest.send(request("modest", "stream", new JsonObject()));

    // Then
    assertThat(modest.next().getString("id")).isEqualTo("modest");
    assertThat(agent.gate.size()).isLessThan(requests / 2);
    TestPlatform.await(
        () -> {
          agent.gate.open();
          return node.websocket().heldBytes() == 0;
        });
    assertThat(greedy.next(requests)).allMatch(message -> message.containsKey("result"));
  }

  @Test
  void whoWaitsIsWokenByWhatOthersGiveBack() {
    // Given
    RawSocket waiting = open().send(padded("on its way", 8_000));
    TestPlatform.await(() -> agent.gate.size() == 1);
    RawSocket greedy = open().raw(LONG_HEAD).raw(new byte[300_000]);
    TestPlatform.await(() -> node.websocket().heldBytes() > 300_000);
    waiting.send(padded("one more", 8_000));
    TestPlatform.await(() -> agent.gate.size() == 2);
    waiting.send(request("waits", "stream", new JsonObject()));

    // When
    greedy.close();

    // Then
    assertThat(waiting.next().getString("id")).isEqualTo("waits");
  }

  @Test
  void whatDoesNotFitAnyMoreIsToBeTriedAgain() {
    // Given
    fill(5, 100_000);
    fill(10, 2_600);
    RawSocket late = open();

    // When
    late.send(padded("much", 8_000));
    JsonObject refused = late.next();
    late.send(request("little", "stream", new JsonObject()));
    JsonObject served = late.next();

    // Then
    assertThat(refused.getString("id")).isEqualTo("much");
    assertThat(SocketMessages.errorCode(refused)).isEqualTo(-32031);
    assertThat(served.containsKey("result")).isTrue();
    agent.gate.open();
    TestPlatform.await(() -> node.websocket().heldBytes() == 0);
  }

  @Test
  void nothingFitsWhenManyHoldALittleMore() {
    // Given
    fill(5, 100_000);
    fill(4 * BUDGET / 4_000, 2_600);
    RawSocket late = open();

    // When
    late.send(request("little", "stream", new JsonObject()));

    // Then
    assertThat(SocketMessages.errorCode(late.next())).isEqualTo(-32031);
    agent.gate.open();
    TestPlatform.await(() -> node.websocket().heldBytes() == 0);
  }

  /** Some connections with a request each that waits at the gate. */
  private void fill(int connections, int bytes) {
    for (int number = 0; number < connections; number++) {
      long before = node.websocket().heldBytes();
      open().send(padded("fill", bytes));
      TestPlatform.await(
          () -> node.websocket().heldBytes() >= Math.min(before + bytes, 4 * BUDGET));
    }
  }

  @Test
  void messagesThatNeverEndAreEndedWhenTheyAreTooMany() {
    // Given
    IntStream.range(0, 2).forEach(number -> open().raw(LONG_HEAD).raw(new byte[250_000]));
    TestPlatform.await(() -> node.websocket().heldBytes() >= 500_000);

    // When
    RawSocket oneTooMany = open().raw(LONG_HEAD).raw(new byte[100_000]);

    // Then
    RawSocket.Received close = oneTooMany.awaitClose();
    assertThat(close.closeCode()).isEqualTo(1013);
    assertThat(close.closeReason()).contains("try again later");
    sockets.forEach(RawSocket::close);
    TestPlatform.await(() -> node.websocket().heldBytes() == 0);
  }

  @Test
  void aMessageInPiecesCountsUntilItIsWhole() {
    // Given
    RawSocket socket = open();
    String text = padded("in pieces", 2_000).encode();
    byte[] first = text.substring(0, 1_000).getBytes(StandardCharsets.UTF_8);
    byte[] second = text.substring(1_000).getBytes(StandardCharsets.UTF_8);

    // When
    socket.send(TEXT_FRAME, false, first);
    TestPlatform.await(() -> node.websocket().heldBytes() >= first.length);
    socket.send(0x9, true, new byte[] {1});
    socket.send(0, true, second);

    // Then
    TestPlatform.await(() -> agent.gate.size() == 1);
    assertThat(node.websocket().heldBytes()).isEqualTo(text.length() + 1_024L);
    agent.gate.open();
    TestPlatform.await(() -> node.websocket().heldBytes() == 0);
  }

  @Test
  void nothingStaysHeldForThoseWhoAreGone() {
    // Given
    JsonObject input = new JsonObject().put("chunks", 4_000).put("size", 4_000);
    RawSocket reader = RawSocket.openNarrow(node.port());
    sockets.add(reader);
    reader.send(streamed("stream", "stream", input));
    RawSocket asker = open().send(padded("request", 100));
    RawSocket deaf = RawSocket.openNarrow(node.port());
    sockets.add(deaf);
    JsonObject answered = new JsonObject().put("size", 1_000_000).put("gated", true);
    IntStream.range(0, 20).forEach(id -> deaf.send(request(id, "inflate", answered)));
    TestPlatform.await(() -> agent.gate.size() == 21);
    reader.next();

    // When
    reader.close();
    asker.close();
    agent.gate.open();

    // Then
    assertThat(deaf.awaitClose().closeCode()).isEqualTo(1013);
    deaf.close();
    TestPlatform.await(() -> node.websocket().heldBytes() == 0);
  }
}
