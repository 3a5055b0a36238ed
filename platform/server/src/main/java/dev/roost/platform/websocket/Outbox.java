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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection. What the client has not taken is bounded: streams wait until
 * there is room, requests until answers are taken, and answers that do not fit end the connection.
 * Used on one event loop.
 */
final class Outbox {
  /** How much may wait for a client that does not read, besides the last message. */
  static final int MAX_WAITING_BYTES = 1 << 20;

  /** When more than this waits, more than streams leave there, no more requests are read. */
  static final int CROWDED_BYTES = 128 * 1_024;

  private final ServerWebSocket socket;
  private final int maxMessageBytes;
  private final Consumer<Boolean> onCrowded;
  private final Queue<Runnable> waitingForRoom = new ArrayDeque<>(0);
  private long waitingBytes;
  private boolean crowded;

  /**
   * @param onCrowded told when answers begin to pile up, and when the client has taken them
   */
  Outbox(ServerWebSocket socket, int maxMessageBytes, Consumer<Boolean> onCrowded) {
    this.onCrowded = onCrowded;
    this.socket = socket;
    this.maxMessageBytes = maxMessageBytes;
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
    if (waitingBytes > MAX_WAITING_BYTES) {
      throw new ProtocolViolation(
          CloseCode.TRY_AGAIN_LATER, "The answers are not read; try again later");
    }
    int length = text.length();
    count(length);
    socket
        .writeFrame(
            new WebSocketFrameImpl(
                WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(text.getBytes()), true))
        .onComplete(written -> count(-length));
  }

  private void count(int more) {
    waitingBytes += more;
    if (crowded != waitingBytes > CROWDED_BYTES) {
      crowded = !crowded;
      onCrowded.accept(crowded);
    }
  }

  /** Whether no more requests are to be read. */
  boolean isCrowded() {
    return crowded;
  }

  /** Whether more would only wait. */
  boolean isFull() {
    return socket.writeQueueFull();
  }

  /** Runs {@code step} when there is room again. */
  void whenRoom(Runnable step) {
    waitingForRoom.add(step);
  }

  private void room() {
    for (int left = waitingForRoom.size(); left > 0 && !isFull(); left--) {
      waitingForRoom.remove().run();
    }
  }
}
