package dev.roost.platform.websocket;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection. What the client has not taken is bounded: streams wait until
 * there is room, requests until answers are taken, and answers that do not fit end the connection.
 * Used on one event loop.
 */
final class Outbox {
  private final ServerWebSocket socket;
  private final int maxMessageBytes;
  private final ReadGate gate;
  private final Queue<Runnable> waitingForRoom = new ArrayDeque<>(0);

  Outbox(ServerWebSocket socket, int maxMessageBytes, ReadGate gate) {
    this.socket = socket;
    this.maxMessageBytes = maxMessageBytes;
    this.gate = gate;
    socket.drainHandler(drained -> room());
  }

  /**
   * Sends the answer to a request, or that it is too long.
   *
   * @throws ProtocolViolation if the client does not read
   */
  void answer(@Nullable Object id, Buffer text) {
    send(text.length() <= maxMessageBytes ? text : Texts.error(id, tooLong(text.length())));
  }

  private RpcError tooLong(int size) {
    return RpcError.of(
        ErrorCode.RESOURCE_EXHAUSTED,
        "The answer is too long for this transport: " + size + " bytes",
        new JsonObject().put("size", size).put("max", maxMessageBytes));
  }

  /**
   * Sends a text.
   *
   * @throws ProtocolViolation if the client does not read
   */
  void send(Buffer text) {
    if (gate.isOverfull()) {
      throw new ProtocolViolation(
          CloseCode.TRY_AGAIN_LATER, "The answers are not read; try again later");
    }
    int length = text.length();
    gate.unread(length);
    socket
        .writeFrame(
            new WebSocketFrameImpl(
                WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(text.getBytes()), true))
        .onComplete(written -> taken(length));
  }

  private void taken(int length) {
    gate.unread(-length);
    room();
  }

  /** Whether more would only wait. */
  boolean isFull() {
    return gate.isFull() || socket.writeQueueFull();
  }

  /** Runs {@code step} when there is room again. */
  void whenRoom(Runnable step) {
    waitingForRoom.add(step);
  }

  /** Goes on with what waits. */
  void room() {
    for (int left = waitingForRoom.size(); left > 0 && !socket.isClosed() && !isFull(); left--) {
      waitingForRoom.remove().run();
    }
  }
}
