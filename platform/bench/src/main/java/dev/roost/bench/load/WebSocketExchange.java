package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.bench.frame.FrameReader;
import dev.roost.bench.frame.FrameWriter;
import dev.roost.bench.frame.Handshake;
import dev.roost.bench.frame.Opcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** Over a WebSocket. It answers no heartbeat: its requests show that it is there. */
final class WebSocketExchange extends Exchange {
  static final byte[] HEARTBEAT = "{\"type\":\"ping\"}".getBytes(US_ASCII);

  private static final int CAPACITY = 64 * 1_024;

  private final FrameReader frames = new FrameReader(CAPACITY);
  private final ByteBuffer request;
  private boolean opening = true;

  WebSocketExchange(int port, RequestWriter requests, Selector selector) throws IOException {
    super(port, requests, FrameWriter.length(requests.length()), selector);
    this.request = ByteBuffer.allocate(requests.length());
    sendFirst(Handshake.request(port));
  }

  @Override
  void fill(RequestWriter writer, ByteBuffer target) {
    writer.next(request);
    target.clear();
    FrameWriter.write(Opcode.TEXT, request, target);
    target.flip();
  }

  @Override
  ByteBuffer room() throws IOException {
    return frames.room();
  }

  @Override
  boolean isOpening() {
    return opening;
  }

  @Override
  boolean isComplete() throws IOException {
    if (opening) {
      opening = !frames.upgraded();
      return !opening;
    }
    while (frames.next()) {
      if (isAnswer()) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnswer() {
    if (frames.opcode() == Opcode.CLOSE) {
      throw new LoadException("The server closed a connection: " + answer());
    }
    return frames.opcode() == Opcode.TEXT && !frames.is(HEARTBEAT);
  }

  @Override
  boolean isGood() {
    return true;
  }

  @Override
  boolean answerContains(byte[] wanted) {
    return frames.contains(wanted);
  }

  @Override
  int answerLength() {
    return frames.length();
  }

  @Override
  String answer() {
    return frames.text();
  }
}
