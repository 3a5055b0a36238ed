package dev.roost.platform.http;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;

/** One connection that speaks HTTP/2 frame by frame, as no client library would. */
final class Http2Wire implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  private static final int PRIORITY = 32;

  static final int MAX_STREAMS_SETTING = 3;
  static final int WINDOW_SETTING = 4;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final Map<Integer, Integer> settings = new HashMap<>();
  private boolean acknowledging;
  private boolean keepingBack;
  private boolean taking = true;
  private boolean closed;
  private long goneAway = -1;

  /** What has come on a stream. */
  private static final class Stream {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Map<String, String> head = Map.of();
    private boolean ended;
    private long reset = -1;
  }

  private Http2Wire(SSLSocket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.startHandshake();
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects and agrees on HTTP/2, and says nothing of it. */
  static Http2Wire silent(int port) {
    return silent(port, new Socket());
  }

  /** The same with a small buffer, so that what is not read soon waits on the other side. */
  static Http2Wire narrow(int port) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(8 * 1024);
      return silent(port, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Http2Wire silent(int port, Socket socket) {
    try {
      Http2Wire wire = new Http2Wire(Trust.connect(socket, port, "h2"));
      if (!"h2".equals(wire.socket.getApplicationProtocol())) {
        throw new IllegalStateException("the server does not speak HTTP/2");
      }
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does not acknowledge the server's settings. */
  Http2Wire withoutAcknowledging() {
    keepingBack = true;
    return this;
  }

  /** Makes no room for what is taken, so that the server can send no more at some point. */
  Http2Wire withoutTaking() {
    taking = false;
    return this;
  }

  /** Sends what a connection begins with; the settings are pairs of a number and its value. */
  Http2Wire greet(int... pairs) {
    ByteBuffer payload = ByteBuffer.allocate(pairs.length * 3);
    for (int i = 0; i < pairs.length; i += 2) {
      payload.putShort((short) pairs[i]).putInt(pairs[i + 1]);
    }
    write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, payload.array());
    acknowledging = !keepingBack;
    if (acknowledging) {
      setting(MAX_STREAMS_SETTING);
    }
    return this;
  }

  Http2Wire frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    return write(frame.array());
  }

  Http2Wire write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A header block: pairs of a name and a value, each as a literal. */
  static byte[] block(String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      text(block, fields[i]);
      text(block, fields[i + 1]);
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int rest = bytes.length - 127;
      for (; rest >= 128; rest /= 128) {
        block.write(rest % 128 + 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  /** The pseudo-headers of a request. */
  static String[] line(String method, String path, String... more) {
    String[] line = {
      ":method", method, ":scheme", "https", ":authority", "localhost", ":path", path
    };
    String[] all = Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return all;
  }

  /** Begins a request whose body follows. */
  Http2Wire begin(int stream, String... fields) {
    return frame(HEADERS, END_HEADERS, stream, block(fields));
  }

  /** Sends a request that has no body. */
  Http2Wire get(int stream, String path, String... more) {
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, block(line("GET", path, more)));
  }

  /** Posts a message. */
  Http2Wire post(int stream, String body, String... more) {
    return begin(stream, line("POST", "/asap", more)).data(stream, body, true);
  }

  /** Posts a message that few bytes carry, however long it is. */
  Http2Wire postCompressed(int stream, String body) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return begin(stream, line("POST", "/asap", "content-encoding", "gzip"))
        .frame(DATA, END_STREAM, stream, compressed.toByteArray());
  }

  Http2Wire data(int stream, String text, boolean end) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length - 16_384; from += 16_384) {
      frame(DATA, 0, stream, Arrays.copyOfRange(bytes, from, from + 16_384));
    }
    int last = bytes.length == 0 ? 0 : (bytes.length - 1) / 16_384 * 16_384;
    return frame(DATA, end ? END_STREAM : 0, stream, Arrays.copyOfRange(bytes, last, bytes.length));
  }

  Http2Wire reset(int stream, int error) {
    return frame(RST_STREAM, 0, stream, number(error));
  }

  Http2Wire makeRoom(int stream, int bytes) {
    return frame(WINDOW_UPDATE, 0, stream, number(bytes));
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** The answer on a stream. */
  Wire.Answer read(int id) {
    Stream stream = streams.computeIfAbsent(id, key -> new Stream());
    await(() -> stream.ended || stream.reset >= 0, "an answer");
    if (!stream.ended) {
      throw new IllegalStateException("the stream was reset, error " + stream.reset);
    }
    int status = Integer.parseInt(requireNonNull(stream.head.get(":status")));
    return new Wire.Answer(status, stream.head, stream.body.toByteArray());
  }

  /** Waits until the head of an answer has come, and no more. */
  Map<String, String> readHead(int id) {
    Stream stream = streams.computeIfAbsent(id, key -> new Stream());
    await(() -> !stream.head.isEmpty(), "a head");
    return stream.head;
  }

  /** How many bytes of a body have come until now. */
  int received(int id) {
    return streams.computeIfAbsent(id, key -> new Stream()).body.size();
  }

  /** Waits until the server resets a stream; tells the error. */
  long readReset(int id) {
    Stream stream = streams.computeIfAbsent(id, key -> new Stream());
    await(() -> stream.reset >= 0, "a reset");
    return stream.reset;
  }

  /** Waits until the server says that it will close; tells the error. */
  long readGoAway() {
    await(() -> goneAway >= 0, "a farewell");
    return goneAway;
  }

  /** A setting of the server. */
  int setting(int number) {
    await(() -> settings.containsKey(number), "settings");
    return settings.get(number);
  }

  private void await(BooleanSupplier arrived, String what) {
    while (!arrived.getAsBoolean()) {
      if (closed) {
        throw new IllegalStateException("the connection was closed before " + what);
      }
      take(PATIENCE_MILLIS);
    }
  }

  /** Waits until the other side has closed. */
  boolean isClosedWithin(int millis) {
    long deadline = System.nanoTime() + millis * 1_000_000L;
    while (!closed && System.nanoTime() < deadline) {
      take((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    return closed;
  }

  /** Says whether a stream gets nothing and the connection stays open. */
  boolean isQuietFor(int id, int millis) {
    Stream stream = streams.computeIfAbsent(id, key -> new Stream());
    int before = stream.body.size();
    boolean closing = isClosedWithin(millis);
    return !closing && stream.body.size() == before && !stream.ended && stream.reset < 0;
  }

  /** Takes one frame, if one comes. */
  private void take(int millis) {
    try {
      socket.setSoTimeout(millis);
      int first = in.read();
      if (first < 0) {
        closed = true;
        return;
      }
      socket.setSoTimeout(PATIENCE_MILLIS);
      int length = first << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      taken(type, flags, stream, in.readNBytes(length));
    } catch (SocketTimeoutException e) {
      // nothing came
    } catch (EOFException e) {
      closed = true;
    } catch (IOException e) {
      closed = true; // reset
    }
  }

  private void taken(int type, int flags, int id, byte[] payload) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(payload);
    Stream stream = streams.computeIfAbsent(id, key -> new Stream());
    switch (type) {
      case HEADERS -> {
        int from = (flags & PRIORITY) == 0 ? 0 : 5;
        Map<String, String> fields = decode(id, payload, from);
        stream.head = stream.head.isEmpty() ? fields : stream.head;
      }
      case DATA -> {
        stream.body.write(payload);
        if (taking && payload.length > 0) {
          reply(() -> makeRoom(0, payload.length).makeRoom(id, payload.length));
        }
      }
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          while (content.hasRemaining()) {
            settings.put((int) content.getShort(), content.getInt());
          }
          if (acknowledging) {
            reply(() -> frame(SETTINGS, ACK, 0, new byte[0]));
          }
        }
      }
      case RST_STREAM -> stream.reset = content.getInt();
      case GOAWAY -> goneAway = content.getInt(4);
      default -> {}
    }
    if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
      stream.ended = true;
    }
  }

  /** What is answered without being asked for; the other side may be gone already. */
  private static void reply(Runnable answer) {
    try {
      answer.run();
    } catch (UncheckedIOException gone) {
      // there may be more to read
    }
  }

  private Map<String, String> decode(int id, byte[] block, int from) throws IOException {
    ByteBuf bytes = Unpooled.wrappedBuffer(block, from, block.length - from);
    try {
      Http2Headers headers = decoder.decodeHeaders(id, bytes);
      Map<String, String> head = new TreeMap<>();
      headers.forEach(field -> head.put(field.getKey().toString(), field.getValue().toString()));
      return head;
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // the other side was the first, and does not take the farewell of TLS any more
    }
  }
}
