package dev.roost.launcher.running;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * Clients that send durable requests, each again and again until it has a result: over platforms
 * that are killed, and others that take their place.
 */
final class DurableTraffic {
  /**
   * Something that came back.
   *
   * @param atNanos when
   * @param status of HTTP
   * @param took how long it took
   */
  record Answer(long atNanos, int status, Duration took) {}

  private final AtomicReference<PlatformProcess> target = new AtomicReference<>();
  private final AtomicInteger next = new AtomicInteger();
  private final Semaphore permits = new Semaphore(0);
  private final Map<Integer, JsonObject> results = new ConcurrentHashMap<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> workers = new ArrayList<>();
  private final IntFunction<JsonObject> requests;
  private volatile boolean stopping;

  /** Each number is a request, sent until it has its result. */
  DurableTraffic(IntFunction<JsonObject> requests) {
    this.requests = requests;
  }

  /** Where requests go from now on. */
  void to(PlatformProcess platform) {
    target.set(platform);
  }

  /** Lets so many more requests go. */
  void permit(int count) {
    permits.release(count);
  }

  void start(int count) {
    for (int i = 0; i < count; i++) {
      Thread worker = new Thread(this::work, "durable-client-" + i);
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
  }

  /** Waits until so many requests have their results. */
  void awaitResults(int count, Duration patience) throws Exception {
    Eventually.until(patience, () -> results.size() >= count || !faults.isEmpty());
    checkFaults();
  }

  /** No new requests; waits until those that were sent have their results. */
  void finish(Duration patience) throws Exception {
    stopping = true;
    permits.release(1_000_000);
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread worker : workers) {
      worker.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      if (worker.isAlive()) {
        throw new AssertionError("a request has no result yet; faults: " + faults);
      }
    }
    checkFaults();
  }

  private void checkFaults() {
    if (!faults.isEmpty()) {
      throw new AssertionError("a request failed for good", faults.peek());
    }
  }

  private void work() {
    try {
      while (true) {
        permits.acquire();
        if (stopping) {
          return;
        }
        int number = next.getAndIncrement();
        results.put(number, resultOf(requests.apply(number)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      faults.add(e);
    }
  }

  private JsonObject resultOf(JsonObject request) throws Exception {
    while (true) {
      PlatformProcess platform = requireNonNull(target.get(), "to whom?");
      try {
        long before = System.nanoTime();
        HttpResponse<String> answer = platform.post(request).get();
        note(answer, before);
        if (answer.statusCode() == 200 && isResult(new JsonObject(answer.body()))) {
          return DurableRequests.payload(answer);
        }
      } catch (ExecutionException e) {
        // killed; the same request goes to whoever comes next
      }
      Thread.sleep(10);
    }
  }

  private void note(HttpResponse<String> answer, long beforeNanos) {
    long now = System.nanoTime();
    answers.add(new Answer(now, answer.statusCode(), Duration.ofNanos(now - beforeNanos)));
  }

  /** Anything but a result or an error that may pass is not expected. */
  private static boolean isResult(JsonObject answer) {
    JsonObject error = answer.getJsonObject("error");
    if (error == null) {
      return "completed"
          .equals(
              answer
                  .getJsonObject("result")
                  .getJsonObject("envelope")
                  .getJsonObject("payload")
                  .getString("status"));
    }
    if (!error.getJsonObject("data").getBoolean("recoverable")) {
      throw new AssertionError(error.encode());
    }
    return false;
  }

  /** The payloads of what was answered, by number. */
  Map<Integer, JsonObject> results() {
    return results;
  }

  /** Everything that came back, results or not. */
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** What came back since some time. */
  List<Answer> since(long nanos) {
    return answers.stream().filter(answer -> answer.atNanos() - nanos > 0).toList();
  }
}
