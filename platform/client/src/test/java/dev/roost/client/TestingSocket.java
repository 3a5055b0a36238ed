package dev.roost.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection of an agent that speaks WebSocket. Any thread may use it. */
final class TestingSocket {
  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
  private final List<Buffer> pongs = new CopyOnWriteArrayList<>();
  private final Promise<Integer> closed = Promise.promise();
  private final ServerWebSocket socket;
  private final TestingSockets.Script script;

  TestingSocket(ServerWebSocket socket, TestingSockets.Script script) {
    this.socket = socket;
    this.script = script;
    socket
        .exceptionHandler(expected -> {})
        .pongHandler(pongs::add)
        .textMessageHandler(this::take)
        .closeHandler(end -> closed.complete(code()));
  }

  private int code() {
    Short code = socket.closeStatusCode();
    return code == null ? SocketEnd.BROKEN : code & 0xffff;
  }

  private void take(String text) {
    JsonObject message = new JsonObject(text);
    messages.add(message);
    if (message.containsKey("method")) {
      script.take(this, message);
    }
  }

  /** Everything that has come. */
  List<JsonObject> messages() {
    return messages;
  }

  /** The requests among it. */
  List<JsonObject> requests() {
    return messages.stream().filter(message -> message.containsKey("method")).toList();
  }

  /** A request that has come, or will. */
  JsonObject request(int number) {
    Outcomes.await(() -> requests().size() > number);
    return requests().get(number);
  }

  /** What the client's pongs carried. */
  List<Buffer> pongs() {
    return pongs;
  }

  Future<Void> send(Buffer text) {
    return socket.writeTextMessage(text.toString());
  }

  Future<Void> send(JsonObject message) {
    return send(message.toBuffer());
  }

  /** The connection itself. */
  ServerWebSocket raw() {
    return socket;
  }

  void close(int code) {
    socket.close((short) code, "because");
  }

  /** Breaks the connection without a word. */
  void cut() {
    ((WebSocketInternal) socket).channelHandlerContext().close();
  }

  boolean isClosed() {
    return closed.future().isComplete();
  }

  /** The code with which the client said goodbye. */
  int goodbye() {
    return Outcomes.get(closed.future());
  }
}
