package dev.roost.launcher.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Says the same line to everybody, whatever they say. */
final class TestingLineServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Thread thread;

  TestingLineServer(String line) throws IOException {
    thread = new Thread(() -> serve(line.getBytes(StandardCharsets.US_ASCII)), "line server");
    thread.setDaemon(true);
    thread.start();
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void serve(byte[] line) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(line);
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        continue; // the caller or this server has gone
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
