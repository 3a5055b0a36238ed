package dev.roost.client.webhook;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Says within what bounds deliveries are received. */
public final class WebhookHandlerBuilder {
  final Vertx vertx;
  final WebhookVerifier verifier;
  final Function<WebhookDelivery, Future<Void>> receiver;
  int maxBodyBytes = 1024 * 1024;
  int maxRequests = 100;
  int maxIds = 100_000;
  Duration remembered = Duration.ofDays(4);
  Duration timeout = Duration.ofSeconds(10);
  Clock clock = Clock.systemUTC();
  BiConsumer<Integer, String> refusals = (status, reason) -> {};

  WebhookHandlerBuilder(
      Vertx vertx, WebhookVerifier verifier, Function<WebhookDelivery, Future<Void>> receiver) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.verifier = requireNonNull(verifier, "verifier");
    this.receiver = requireNonNull(receiver, "receiver");
  }

  /** How long a body may be; 1 MiB by default. A longer one is answered 413. */
  public WebhookHandlerBuilder maxBodyBytes(int bytes) {
    maxBodyBytes = positive("maxBodyBytes", bytes);
    return this;
  }

  /**
   * How many requests may be under way at once, and how many deliveries the receiver may have in
   * its hands; 100 by default. Others are answered 503, and the sender tries again.
   */
  public WebhookHandlerBuilder maxRequests(int count) {
    maxRequests = positive("maxRequests", count);
    return this;
  }

  /**
   * How long a delivery may take to arrive and to be handled, together; 10 seconds by default, less
   * than senders wait. A request that has not arrived by then is answered 408, one that is not
   * handled 500; the receiver goes on, and when it succeeds, the next attempt is answered 204.
   */
  public WebhookHandlerBuilder timeout(Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least a millisecond: " + value);
    }
    timeout = value;
    return this;
  }

  /**
   * How many ids of handled deliveries are remembered, and how long, to answer repetitions without
   * handling them again: 100,000 for 4 days by default, longer than senders try. Memory is that of
   * this program: who must not handle anything twice after a restart either stores the ids too.
   */
  public WebhookHandlerBuilder remember(int ids, Duration time) {
    maxIds = positive("ids", ids);
    remembered = requireNonNull(time, "time");
    return this;
  }

  /** What time it is, for what is remembered; the system's by default. */
  public WebhookHandlerBuilder clock(Clock value) {
    clock = requireNonNull(value, "clock");
    return this;
  }

  /** Who is told of every request that is refused: the status, and why. */
  public WebhookHandlerBuilder onRefusal(BiConsumer<Integer, String> told) {
    refusals = requireNonNull(told, "told");
    return this;
  }

  /** The handler. */
  public WebhookHandler build() {
    return new WebhookHandler(this);
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
    return value;
  }
}
