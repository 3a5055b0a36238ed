package dev.roost.platform.websocket;

import dev.roost.platform.http.Trust;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket client that writes every frame by hand, good and bad ones. */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int NARROW_BYTES = 8 * 1024;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;
  private final String head;

  /** A frame as it came. */
  record Received(int opcode, byte[] payload) {
    JsonObject json() {
      return new JsonObject(new String(payload, StandardCharsets.UTF_8));
    }

    int closeCode() {
      return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }

    String closeReason() {
      return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  private RawSocket(Socket connected, String path, String... headers) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    StringBuilder request =
        new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
            .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket
        .getOutputStream()
        .write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    head = readHead();
  }

  static RawSocket open(int port, String... headers) {
    return openAt(port, "/asap/ws", headers);
  }

  static RawSocket openAt(int port, String path, String... headers) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      return new RawSocket(socket, path, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a small buffer, so that what is not read soon waits on the other side. */
  static RawSocket openNarrow(int port) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(NARROW_BYTES);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new RawSocket(socket, "/asap/ws");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By TLS. */
  static RawSocket openTls(int port) {
    try {
      Socket socket =
          Trust.everybody().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
      return new RawSocket(socket, "/asap/ws");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (!text.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      text.write(b);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  int status() {
    return Integer.parseInt(head.split(" ")[1]);
  }

  String head() {
    return head;
  }

  RawSocket send(JsonObject message) {
    return send(TEXT, true, message.toBuffer().getBytes());
  }

  RawSocket send(String text) {
    return send(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  RawSocket send(int opcode, boolean last, byte[] payload) {
    return send((last ? 0x80 : 0) | opcode, payload);
  }

  /** With the whole first byte, reserved bits and all. */
  RawSocket send(int firstByte, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(firstByte);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % 4]);
    }
    return raw(frame.toByteArray());
  }

  RawSocket raw(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame, heartbeats and all. */
  Received frame() {
    try {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] payload = in.readNBytes((int) size);
      return new Received(first & 0x0F, payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next text that is no heartbeat. */
  JsonObject next() {
    while (true) {
      Received frame = frame();
      if (frame.opcode() == CLOSE) {
        throw new AssertionError("closed: " + frame.closeCode() + " " + frame.closeReason());
      }
      if (frame.opcode() == TEXT && !"ping".equals(frame.json().getString("type"))) {
        return frame.json();
      }
    }
  }

  /** So many texts. */
  List<JsonObject> next(int count) {
    List<JsonObject> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(next());
    }
    return texts;
  }

  /** The close frame, whatever comes before it. */
  Received close(int patienceMillis) {
    try {
      socket.setSoTimeout(patienceMillis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return awaitClose();
  }

  Received awaitClose() {
    Received frame = frame();
    while (frame.opcode() != CLOSE) {
      frame = frame();
    }
    return frame;
  }

  /** Whether nothing more comes, and the other side has said so rather than broken off. */
  boolean isEndedCleanly() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Breaks off. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
