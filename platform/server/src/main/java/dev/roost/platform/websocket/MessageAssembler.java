package dev.roost.platform.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the frames of a message together: text only, bounded, UTF-8. Used on one event loop. */
final class MessageAssembler {
  static final int MAX_FRAGMENTS = 1_000;
  static final int MAX_CONTROL_FRAMES_PER_SECOND = 20;

  private final int maxBytes;
  private @Nullable Buffer message;
  private @Nullable Utf8Check check;
  private @Nullable TokenBucket controls;
  private int fragments;

  MessageAssembler(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a frame.
   *
   * @return the message, if it is whole
   * @throws ProtocolViolation if the connection must be closed
   */
  Optional<Buffer> take(WebSocketFrame frame) {
    return switch (frame.type()) {
      case TEXT -> begin(frame);
      case CONTINUATION -> goOn(frame);
      case BINARY -> throw new ProtocolViolation(CloseCode.NOT_TEXT, "Text only");
      case PING, PONG -> control();
      case CLOSE -> Optional.empty();
    };
  }

  private Optional<Buffer> begin(WebSocketFrame frame) {
    message = null;
    fragments = 0;
    check = new Utf8Check();
    return add(frame);
  }

  private Optional<Buffer> goOn(WebSocketFrame frame) {
    if (++fragments > MAX_FRAGMENTS) {
      throw new ProtocolViolation(CloseCode.POLICY, "Too many fragments");
    }
    return add(frame);
  }

  private Optional<Buffer> add(WebSocketFrame frame) {
    Buffer piece = frame.binaryData();
    if (piece.length() + (message == null ? 0 : message.length()) > maxBytes) {
      throw new ProtocolViolation(CloseCode.TOO_BIG, "A message may have " + maxBytes + " bytes");
    }
    Utf8Check utf8 = check;
    if (utf8 == null || !utf8.take(piece) || frame.isFinal() && !utf8.isComplete()) {
      throw new ProtocolViolation(CloseCode.NOT_UTF8, "Not UTF-8");
    }
    Buffer whole = message == null ? piece : message.appendBuffer(piece);
    if (frame.isFinal()) {
      message = null;
      check = null;
      return Optional.of(whole);
    }
    message = message == null ? Buffer.buffer().appendBuffer(piece) : whole;
    return Optional.empty();
  }

  private Optional<Buffer> control() {
    long now = System.nanoTime();
    controls = controls == null ? new TokenBucket(MAX_CONTROL_FRAMES_PER_SECOND, now) : controls;
    if (!controls.take(now)) {
      throw new ProtocolViolation(CloseCode.POLICY, "Too many control frames");
    }
    return Optional.empty();
  }
}
