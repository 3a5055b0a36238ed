package dev.roost.launcher.running;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that sends requests at a steady rate to the nodes of a cluster in turn: each at most
 * three times, and for at most five seconds. Every tenth is a durable task that takes longer than
 * it is waited for.
 */
final class ClusterTraffic implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int DURABLE_EVERY = 10;
  private static final long PAUSE_MILLIS = 400;

  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final List<URI> nodes = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicBoolean sending = new AtomicBoolean(true);
  private final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  ClusterTraffic(int perSecond) {
    clock.scheduleAtFixedRate(
        this::begin, 1_000_000 / perSecond, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  void add(PlatformProcess node) {
    nodes.add(node.messages());
  }

  void remove(PlatformProcess node) {
    nodes.remove(node.messages());
  }

  private void begin() {
    if (sending.get() && !nodes.isEmpty()) {
      int number = next.getAndIncrement();
      open.incrementAndGet();
      attempt(number, request(number), 1, System.nanoTime(), "");
    }
  }

  private static JsonObject request(int number) {
    JsonObject input = new JsonObject().put("number", number);
    if (number % DURABLE_EVERY == 0) {
      return DurableRequests.of("note", input.put("millis", 2_500));
    }
    JsonObject request =
        GuestTasksTest.request(DurableAgent.URN, "note", input.put("millis", number % 20));
    request.getJsonObject("params").put("idempotency_key", "key-" + number);
    return request;
  }

  private void attempt(
      int number, JsonObject request, int attempt, long begunNanos, String before) {
    List<URI> now = List.copyOf(nodes);
    URI node = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
    long left = LIMIT.toNanos() - (System.nanoTime() - begunNanos);
    CompletableFuture<HttpResponse<String>> answer =
        RunningPlatform.client()
            .sendAsync(
                HttpRequest.newBuilder(node)
                    .timeout(Duration.ofNanos(Math.max(1, left)))
                    .POST(HttpRequest.BodyPublishers.ofString(request.encode()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    answer.whenComplete(
        (response, failure) -> {
          String problem = failure == null ? problem(number, response) : failure.toString();
          if (problem == null) {
            answered.incrementAndGet();
            open.decrementAndGet();
          } else {
            long millis = (System.nanoTime() - begunNanos) / 1_000_000;
            String all = before + "\n  " + millis + " ms, " + node + " " + problem;
            again(number, request, attempt, begunNanos, failure == null, all);
          }
        });
  }

  /** The first answer must be good; only a node that does not take a request is asked no more. */
  private void again(
      int number,
      JsonObject request,
      int attempt,
      long begunNanos,
      boolean wasTaken,
      String problem) {
    long took = System.nanoTime() - begunNanos;
    boolean over = attempt == ATTEMPTS || took > LIMIT.toNanos();
    if (over || wasTaken) {
      failures.add(
          "request "
              + number
              + ", attempt "
              + attempt
              + ", "
              + took / 1_000_000
              + " ms: "
              + problem);
      open.decrementAndGet();
      return;
    }
    repeated.incrementAndGet();
    clock.schedule(
        () -> attempt(number, request, attempt + 1, begunNanos, problem),
        PAUSE_MILLIS * attempt,
        TimeUnit.MILLISECONDS);
  }

  /** Null if it is a result, or says that the task goes on. */
  private String problem(int number, HttpResponse<String> response) {
    if (!response.body().contains("\"result\":{\"envelope\"")) {
      return response.statusCode() + " " + response.body();
    }
    JsonObject payload = DurableRequests.payload(response);
    if (payload.getString("status").equals("completed")) {
      return payload.getJsonObject("result").getInteger("number") == number ? null : "not its own";
    }
    acknowledged.put(number, payload.getString("task_id"));
    return payload.getString("status").equals("failed") ? payload.encode() : null;
  }

  /** Sends no more, and waits for what is open. */
  void finish() throws Exception {
    sending.set(false);
    Eventually.until(() -> open.get() == 0);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  int answered() {
    return answered.get();
  }

  int repeated() {
    return repeated.get();
  }

  /** The tasks that were said to go on, by number. */
  Map<Integer, String> acknowledged() {
    return acknowledged;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
