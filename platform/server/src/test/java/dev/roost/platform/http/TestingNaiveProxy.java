package dev.roost.platform.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy that checks nothing and sends the requests of all its clients on one connection to a
 * server. It takes one request from each client, which ends its side behind it.
 */
final class TestingNaiveProxy implements AutoCloseable {
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length\\s*:[^0-9]*([0-9]{1,9})", Pattern.CASE_INSENSITIVE);
  private static final Pattern CODING =
      Pattern.compile("\r\ntransfer-encoding\\s*:[^\r]*[a-z]", Pattern.CASE_INSENSITIVE);
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private final Belief belief;
  private final int serverPort;
  private final ServerSocket clients;
  private Wire server;

  /** What it believes of a request that tells both. */
  enum Belief {
    LENGTH,
    CODING
  }

  TestingNaiveProxy(Belief belief, int serverPort) throws IOException {
    this.belief = belief;
    this.serverPort = serverPort;
    this.clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = Wire.to(serverPort);
    Thread thread = new Thread(this::serve, "naive-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return clients.getLocalPort();
  }

  private void serve() {
    while (!clients.isClosed()) {
      try (Socket client = clients.accept()) {
        byte[] sent = client.getInputStream().readAllBytes();
        Wire.Answer answer = forward(Arrays.copyOf(sent, end(new String(sent, ISO_8859_1))));
        client.getOutputStream().write(write(answer));
      } catch (IOException e) {
        // the client is gone, or the test is over
      }
    }
  }

  private Wire.Answer forward(byte[] request) {
    Wire.Answer answer = server.send(request).read();
    if ("close".equals(answer.header("connection"))) {
      server.close();
      server = Wire.to(serverPort);
    }
    return answer;
  }

  /** Where the request ends, as it thinks. */
  private int end(String text) {
    int body = text.indexOf("\r\n\r\n") + 4;
    String head = text.substring(0, body);
    Matcher length = LENGTH.matcher(head);
    boolean hasLength = length.find();
    if (CODING.matcher(head).find() && (belief == Belief.CODING || !hasLength)) {
      int last = text.indexOf(LAST_CHUNK, body - 2);
      return last < 0 ? text.length() : last + LAST_CHUNK.length();
    }
    return hasLength ? Math.min(text.length(), body + Integer.parseInt(length.group(1))) : body;
  }

  private static byte[] write(Wire.Answer answer) {
    return ("HTTP/1.1 %d -\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(answer.status(), answer.body().length, answer.text()))
        .getBytes(ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      clients.close();
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
