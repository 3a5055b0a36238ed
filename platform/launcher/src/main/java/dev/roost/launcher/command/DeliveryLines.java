package dev.roost.launcher.command;

import dev.roost.client.webhook.WebhookDelivery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Prints deliveries, one on a line, without holding up those who bring them. */
final class DeliveryLines {
  /** More refusals than can be printed are not worth keeping. */
  private static final int MAX_WAITING = 1_000;

  private final Vertx vertx;
  private final Console console;
  private final AtomicInteger waiting = new AtomicInteger();

  DeliveryLines(Vertx vertx, Console console) {
    this.vertx = vertx;
    this.console = console;
  }

  /** Succeeds when it is printed. */
  Future<Void> print(WebhookDelivery delivery) {
    String line =
        console.json() ? Console.escaped(json(delivery).encode()) : Table.harmless(words(delivery));
    return inTurn(() -> printed(line));
  }

  private String printed(String line) throws IOException {
    console.print(line);
    if (console.out().checkError()) {
      throw new IOException("the standard output is closed");
    }
    return line;
  }

  private static String words(WebhookDelivery delivery) {
    return String.join(
        "  ",
        delivery.event().timestamp().toString(),
        delivery.event().type(),
        delivery.id().orElse("-"),
        delivery.event().data().encode());
  }

  private static JsonObject json(WebhookDelivery delivery) {
    return new JsonObject()
        .put("id", delivery.id().orElse(null))
        .put("attempt_at", delivery.attemptAt().map(Instant::toString).orElse(null))
        .put("type", delivery.event().type())
        .put("timestamp", delivery.event().timestamp().toString())
        .put("data", delivery.event().data());
  }

  /** Tells why somebody was not believed. */
  void refused(int status, String reason) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    String line =
        console.json()
            ? new JsonObject()
                .put("refused", new JsonObject().put("status", status).put("message", reason))
                .encode()
            : "Refused with " + status + ": " + reason;
    inTurn(() -> told(line)).onComplete(done -> waiting.decrementAndGet());
  }

  private String told(String line) {
    console.tell(line);
    return line;
  }

  /** The terminal may be slower than the event loop can wait. */
  private Future<Void> inTurn(Callable<String> work) {
    return vertx.executeBlocking(work, true).mapEmpty();
  }
}
