package dev.roost.platform.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One TCP connection that speaks HTTP/1.1 byte by byte, as no client library would. */
public final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer as it came. Header names are in lower case. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    /** A header; null if it is not there. */
    public String header(String name) {
      return headers.get(name);
    }

    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON object. */
    public JsonObject json() {
      return new JsonObject(text());
    }

    /** The body as a JSON array. */
    public JsonArray array() {
      return new JsonArray(text());
    }

    /** The member {@code error} of a JSON-RPC answer. */
    public JsonObject error() {
      return json().getJsonObject("error");
    }

    @Override
    public String toString() {
      return status + " " + headers + " " + text();
    }
  }

  /** Connects to a port of this machine. */
  public static Wire to(int port) {
    return to(port, 0);
  }

  /** Connects with a small buffer, so that what is not read soon waits on the other side. */
  static Wire narrow(int port) {
    return to(port, 8 * 1024);
  }

  private static Wire to(int port, int receiveBuffer) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new Wire(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects by TLS; some versions of it, or those that the runtime likes. */
  public static Wire tls(int port, String... versions) {
    try {
      SSLSocket socket = Trust.connect(port, "http/1.1");
      if (versions.length > 0) {
        socket.setEnabledProtocols(versions);
      }
      socket.startHandshake();
      return new Wire(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for another handshake; by TLS 1.3 for other keys. */
  void shakeHandsAgain() {
    try {
      ((SSLSocket) socket).startHandshake();
    } catch (IOException e) {
      // the next request will tell
    }
  }

  /** Whether nothing more comes, and the other side has said so rather than broken off. */
  boolean isEndedCleanly() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Connects by TLS with a small buffer. */
  static Wire narrowTls(int port) {
    try {
      Socket plain = new Socket();
      plain.setReceiveBufferSize(8 * 1024);
      SSLSocket socket = Trust.connect(plain, port, "http/1.1");
      socket.startHandshake();
      return new Wire(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The TLS of this connection. */
  SSLSession session() {
    return ((SSLSocket) socket).getSession();
  }

  /** Sends text. */
  public Wire send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes. */
  public Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends this side of the connection; answers can still be read. */
  Wire endSending() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a whole request; header lines are given without line ends. */
  public Wire request(String method, String path, byte[] body, String... headers) {
    StringBuilder head =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return send(head + "\r\n").send(body);
  }

  /** Posts JSON to {@code /asap}. */
  public Wire post(String body, String... headers) {
    return request("POST", "/asap", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** So many bytes of whatever comes; fewer at the end. */
  byte[] take(int bytes) {
    try {
      return in.readNBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next answer. */
  public Answer read() {
    return read(true);
  }

  /** The next answer, to a HEAD request. */
  public Answer readHead() {
    return read(false);
  }

  /** The next answer, whose body comes in chunks, with all of them. */
  public Answer readChunked() {
    Answer head = read();
    if (!"chunked".equals(head.header("transfer-encoding"))) {
      return head;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
      body.writeBytes(chunk);
    }
    return new Answer(head.status(), head.headers(), body.toByteArray());
  }

  /** The next chunk of a body in chunks; empty at its end. */
  byte[] chunk() {
    try {
      int length = Integer.parseInt(line(), 16);
      byte[] chunk = in.readNBytes(length);
      line();
      return chunk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer read(boolean mayHaveBody) {
    try {
      int status = Integer.parseInt(line().split(" ")[1]);
      Map<String, String> headers = new TreeMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      if (status == 100) {
        return read(mayHaveBody);
      }
      boolean body = mayHaveBody && status != 304;
      return new Answer(status, headers, body ? body(headers) : new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the connection was closed within the body");
    }
    return body;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection was closed before an answer");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  /** Everything that comes until the other side closes. */
  public String rest() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the other side has closed; what still comes is thrown away. */
  public boolean isClosedWithin(int millis) {
    try {
      socket.setSoTimeout(millis);
      while (in.read() >= 0) {
        // an answer that nobody asked for
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }

  /** Says whether nothing comes and the connection stays open. */
  public boolean isQuietFor(int millis) {
    try {
      socket.setSoTimeout(millis);
      in.mark(1);
      if (in.read() >= 0) {
        in.reset();
      }
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      patient();
    }
  }

  private void patient() {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
