package dev.roost.launcher.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A management port that answers what a test wants. */
final class TestingManagementServer implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();

  TestingManagementServer(int status, Map<String, String> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answers.forEach(
        (route, body) -> {
          String[] parts = route.split(" ");
          server.createContext(parts[1], exchange -> answer(exchange, parts[0], status, body));
        });
    server.start();
  }

  private void answer(HttpExchange exchange, String method, int status, String body)
      throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      if (request.length > 0) {
        received.add(new JsonObject(new String(request, StandardCharsets.UTF_8)));
      }
      boolean known = exchange.getRequestMethod().equals(method);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? status : 405, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  JsonObject received() {
    return received.remove();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
