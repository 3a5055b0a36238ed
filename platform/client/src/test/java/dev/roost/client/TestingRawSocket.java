package dev.roost.client;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection whose frames are written by hand. */
final class TestingRawSocket {
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;

  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;

  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final Promise<Void> closed = Promise.promise();
  private final NetSocket socket;
  private final TestingRawSockets.Script script;
  private Buffer pending = Buffer.buffer();

  /** A frame of the client. */
  record Frame(int opcode, boolean masked, Buffer payload) {
    JsonObject json() {
      return payload.toJsonObject();
    }

    /** The code of a close frame. */
    int code() {
      return payload.getUnsignedShort(0);
    }
  }

  TestingRawSocket(NetSocket socket, TestingRawSockets.Script script) {
    this.socket = socket;
    this.script = script;
    socket.closeHandler(end -> closed.complete()).handler(this::take);
    script.opened(this);
  }

  private void take(Buffer bytes) {
    pending.appendBuffer(bytes);
    int length = frame();
    while (length > 0) {
      pending = pending.getBuffer(length, pending.length());
      length = frame();
    }
  }

  /** Takes the first frame; 0 if it is not whole yet. */
  private int frame() {
    if (pending.length() < 2) {
      return 0;
    }
    int small = pending.getByte(1) & 0x7f;
    int head = small == LONG_LENGTH ? 10 : small == SHORT_LENGTH ? 4 : 2;
    boolean masked = (pending.getByte(1) & MASKED) != 0;
    int mask = masked ? 4 : 0;
    if (pending.length() < head + mask) {
      return 0;
    }
    int length =
        head == 2 ? small : head == 4 ? pending.getUnsignedShort(2) : (int) pending.getLong(2);
    if (pending.length() < head + mask + length) {
      return 0;
    }
    byte[] payload = pending.getBytes(head + mask, head + mask + length);
    for (int i = 0; masked && i < length; i++) {
      payload[i] ^= pending.getByte(head + i % 4);
    }
    Frame frame = new Frame(pending.getByte(0) & 0x0f, masked, Buffer.buffer(payload));
    frames.add(frame);
    if (frame.opcode() == CLOSE) {
      script.left(this);
    } else {
      script.take(this, frame);
    }
    return head + mask + length;
  }

  /** What has come of a kind. */
  List<Frame> frames(int opcode) {
    return frames.stream().filter(frame -> frame.opcode() == opcode).toList();
  }

  /** Writes bytes as they are. */
  void write(Buffer bytes) {
    socket.write(bytes);
  }

  void text(Buffer text) {
    write(frame(FIN | TEXT, text));
  }

  /** A frame with that first byte. */
  static Buffer frame(int first, Buffer payload) {
    Buffer frame = Buffer.buffer().appendByte((byte) first);
    if (payload.length() < SHORT_LENGTH) {
      frame.appendByte((byte) payload.length());
    } else {
      frame.appendByte((byte) SHORT_LENGTH).appendUnsignedShort(payload.length());
    }
    return frame.appendBuffer(payload);
  }

  void end() {
    socket.end();
  }

  /** Waits for the end of the connection. */
  void ended() {
    Outcomes.get(closed.future());
  }

  boolean isEnded() {
    return closed.future().isComplete();
  }
}
