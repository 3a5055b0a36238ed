package dev.roost.platform.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one connection: whole messages in, bounded messages out, and the end with the code
 * of the rule that was broken. Everything in it happens on its event loop.
 */
final class SocketConnection {
  private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

  /** What stands in for the code of a close frame that never came (RFC 6455, 7.1.5). */
  private static final short BROKEN = 1006;

  private final ServerWebSocket socket;
  private final ReadGate gate;
  private final ArrivingBytes arriving;
  private final MessageAssembler assembler;
  private final Outbox outbox;
  private final Consumer<Buffer> onMessage;
  private final Runnable onClosed;
  private boolean closed;
  private boolean leftByClient;

  /**
   * @param onMessage takes each message; a {@link ProtocolViolation} of it ends the connection
   * @param onClosed told once
   */
  SocketConnection(
      ServerWebSocket socket,
      HttpConnection connection,
      ReadGate gate,
      MessageAssembler assembler,
      int maxMessageBytes,
      Consumer<Buffer> onMessage,
      Runnable onClosed) {
    this.socket = socket;
    this.gate = gate;
    this.arriving = ArrivingBytes.add(connection, gate, this::overrun);
    this.assembler = assembler;
    this.outbox = new Outbox(socket, maxMessageBytes, gate);
    this.onMessage = onMessage;
    this.onClosed = onClosed;
  }

  /** Begins to read. */
  void open() {
    socket.closeHandler(gone -> gone());
    socket.exceptionHandler(failure -> LOG.atDebug().setCause(failure).log("A socket failed"));
    socket.frameHandler(this::receive);
  }

  /** Takes a frame. */
  void receive(WebSocketFrame frame) {
    gate.heard();
    arriving.framed(frame);
    if (!closed) {
      guard(() -> assembler.take(frame).ifPresent(onMessage));
    }
  }

  private void overrun() {
    close(CloseCode.TRY_AGAIN_LATER, "Too many messages are arriving; try again later");
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether the client has said that it leaves; one whose connection broke may come back. */
  boolean isLeftByClient() {
    return leftByClient;
  }

  /** Whether more would only wait. */
  boolean isFull() {
    return outbox.isFull();
  }

  /** Runs {@code step} when there is room again. */
  void whenRoom(Runnable step) {
    outbox.whenRoom(step);
  }

  /** Goes on with what waits for room. */
  void room() {
    outbox.room();
  }

  /** Sends the answer to a request, or that it is too long. */
  void answer(@Nullable Object id, Buffer text) {
    if (!closed) {
      outbox.answer(id, text);
    }
  }

  /** Sends something that nobody asked for. */
  void send(Buffer text) {
    if (!closed) {
      outbox.send(text);
    }
  }

  /** Asks by a frame whether the other side is there. */
  void ping() {
    socket.writePing(Buffer.buffer());
  }

  /** Takes a step; a broken rule ends the connection. */
  void guard(Runnable step) {
    try {
      step.run();
    } catch (ProtocolViolation e) {
      close(e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A message could not be taken");
    }
  }

  /** Ends the connection. */
  void close(CloseCode code, String reason) {
    if (!closed) {
      socket.close(code.code(), reason);
      closed();
    }
  }

  private void gone() {
    leftByClient = !closed && socket.closeStatusCode() != BROKEN;
    closed();
  }

  private void closed() {
    if (!closed) {
      closed = true;
      gate.close();
      onClosed.run();
    }
  }
}
