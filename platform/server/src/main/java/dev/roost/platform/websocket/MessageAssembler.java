package dev.roost.platform.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the frames of a message together: bounded, text in UTF-8. Used on one event loop. */
final class MessageAssembler {
  static final int MAX_FRAGMENTS = 1_000;
  static final int MAX_CONTROL_FRAMES_PER_SECOND = 20;

  private final int maxBytes;
  private final boolean takesBinary;
  private @Nullable Buffer message;
  private @Nullable Utf8Check check;
  private @Nullable TokenBucket controls;
  private int fragments;

  private MessageAssembler(int maxBytes, boolean takesBinary) {
    this.maxBytes = maxBytes;
    this.takesBinary = takesBinary;
  }

  /** Takes text only, as ASAP does. */
  static MessageAssembler ofText(int maxBytes) {
    return new MessageAssembler(maxBytes, false);
  }

  /** Takes any message of RFC 6455. */
  static MessageAssembler ofAnything(int maxBytes) {
    return new MessageAssembler(maxBytes, true);
  }

  /**
   * Takes a frame.
   *
   * @return the message, if it is whole
   * @throws ProtocolViolation if the connection must be closed
   */
  Optional<Buffer> take(WebSocketFrame frame) {
    return switch (frame.type()) {
      case TEXT -> begin(frame, new Utf8Check());
      case CONTINUATION -> goOn(frame);
      case BINARY -> binary(frame);
      case PING, PONG -> control();
      case CLOSE -> Optional.empty();
    };
  }

  private Optional<Buffer> binary(WebSocketFrame frame) {
    if (!takesBinary) {
      throw new ProtocolViolation(CloseCode.NOT_TEXT, "Text only");
    }
    return begin(frame, null);
  }

  private Optional<Buffer> begin(WebSocketFrame frame, @Nullable Utf8Check text) {
    message = null;
    fragments = 0;
    check = text;
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
    if (utf8 != null && (!utf8.take(piece) || frame.isFinal() && !utf8.isComplete())) {
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
