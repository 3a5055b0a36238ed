package dev.roost.platform.websocket;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.BusyAgent;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a WebSocket client hears of durable tasks. */
class ReadOnlySocketTest {
  private final BusyAgent agent = new BusyAgent();
  @TempDir private Path folder;
  private SqliteBackend state;
  private TestNode node;

  @BeforeEach
  void start() {
    state =
        SqliteBackend.open(
            SqliteSettings.of(folder.resolve("roost.db")),
            StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
    node = TestNode.with().state(state).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    await(state.close());
  }

  private static JsonObject durable() {
    JsonObject request = SocketMessages.request("1", "count", new JsonObject());
    JsonObject envelope = SocketMessages.envelope(request).put("requires_ack", true);
    envelope.getJsonObject("payload").getJsonObject("config").put("persist_state", true);
    return request;
  }

  private static String ackOf(JsonObject message) {
    return SocketMessages.envelope(message).getJsonObject("payload").getString("status");
  }

  @Test
  void aDurableTaskIsAcknowledgedWhenItIsKept() throws Exception {
    // Given
    List<JsonObject> heard;

    // When
    try (RawSocket socket = RawSocket.open(node.port())) {
      heard = new ArrayList<>(socket.send(durable()).next(1));
      TestPlatform.await(() -> agent.gate.size() == 1);
      agent.gate.open();
      heard.addAll(socket.next(2));
    }

    // Then
    assertThat(ackOf(heard.get(0))).isEqualTo("received");
    assertThat(
            SocketMessages.answer(heard.get(1)).getJsonObject("extensions").getBoolean("durable"))
        .isTrue();
    assertThat(ackOf(heard.get(2))).isEqualTo("processed");
  }

  @Test
  void whatCannotBeKeptIsNeverAcknowledged() throws Exception {
    // Given
    await(state.close());
    List<JsonObject> heard;

    // When
    try (RawSocket socket = RawSocket.open(node.port())) {
      heard = socket.send(durable()).next(2);
    }

    // Then
    assertThat(SocketMessages.errorCode(heard.get(0))).isEqualTo(-32032);
    JsonObject data = heard.get(0).getJsonObject("error").getJsonObject("data");
    assertThat(data.getBoolean("recoverable")).isTrue();
    assertThat(data.getInteger("retry_after_ms")).isEqualTo(1_000);
    assertThat(ackOf(heard.get(1))).isEqualTo("rejected");
    assertThat(agent.runs).hasValue(0);
  }
}
