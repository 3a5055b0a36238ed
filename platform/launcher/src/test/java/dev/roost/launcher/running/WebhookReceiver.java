package dev.roost.launcher.running;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roost.client.webhook.WebhookEvent;
import dev.roost.client.webhook.WebhookHeaders;
import dev.roost.client.webhook.WebhookSecret;
import dev.roost.client.webhook.WebhookVerifier;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Somebody who is called back. */
final class WebhookReceiver implements AutoCloseable {
  /** What deliveries to it are signed with, unless a test says otherwise. */
  static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  /** As the configuration of a platform that may call it. */
  static final String[] ALLOWED = {
    "outbound.allowHttp=true", "outbound.allowAddresses=[\"127.0.0.0/8\"]"
  };

  private static final int THREADS = 32;

  /**
   * A delivery whose signatures were right.
   *
   * @param id the {@code webhook-id}
   * @param event what it tells
   * @param status how it was answered
   */
  record Delivery(String id, WebhookEvent event, int status) {
    String taskId() {
      return event.data().getString("task_id");
    }
  }

  private volatile WebhookVerifier verifier = trusting(SECRET);
  private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;
  private volatile Function<WebhookEvent, Integer> answer = event -> 204;

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  private static WebhookVerifier trusting(String secret) {
    return WebhookVerifier.builder().secret(WebhookSecret.parse(secret)).build();
  }

  /** What it trusts from now on. */
  void secret(String value) {
    verifier = trusting(value);
  }

  String url() {
    return url(1);
  }

  /** One of many under which it is reached: each address has a rate of its own. */
  String url(int number) {
    return "http://127.0.0." + number + ":" + server.getAddress().getPort() + "/hook";
  }

  /** How it answers from now on. */
  void answer(Function<WebhookEvent, Integer> value) {
    answer = value;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      exchange.getRequestHeaders().forEach(headers::add);
      WebhookEvent event = verifier.verify(headers, body);
      int status = answer.apply(event);
      deliveries.add(new Delivery(headers.get(WebhookHeaders.ID), event, status));
      exchange.sendResponseHeaders(status, -1);
    } catch (RuntimeException e) {
      faults.add(e);
      exchange.sendResponseHeaders(500, -1);
    }
  }

  /** What has come, in the order of its arrival. */
  List<Delivery> deliveries() {
    if (!faults.isEmpty()) {
      throw new AssertionError("a delivery could not be verified", faults.peek());
    }
    return List.copyOf(deliveries);
  }

  /** The types of what has come of a task. */
  List<String> typesOf(String taskId) {
    return deliveries().stream()
        .filter(delivery -> taskId.equals(delivery.taskId()))
        .map(delivery -> delivery.event().type())
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
