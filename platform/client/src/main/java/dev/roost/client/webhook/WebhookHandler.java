package dev.roost.client.webhook;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Receives deliveries: bounds them, verifies them, and hands each on once. It answers
 *
 * <ul>
 *   <li>204 when the receiver has succeeded, and to every repetition of what it succeeded with;
 *   <li>400 to what is no delivery, 401 to what cannot be believed, 405, 408 and 413;
 *   <li>500 when the receiver failed and 503 when too much is under way, so that the sender tries
 *       again.
 * </ul>
 *
 * <p>It is for a path of its own, in any Vert.x server, and must get a request before its body is
 * read. Several servers and event loops may share it.
 */
public final class WebhookHandler implements Handler<HttpServerRequest> {
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final ReceptionSettings settings;
  private final Semaphore slots;

  WebhookHandler(WebhookHandlerBuilder builder) {
    this.slots = new Semaphore(builder.maxRequests);
    this.settings = ReceptionSettings.of(builder, slots::release);
  }

  /**
   * Begins one.
   *
   * @param receiver what is done with a delivery; when its future fails, the sender will try again,
   *     so it should succeed once the event is stored, and work on it later
   */
  public static WebhookHandlerBuilder builder(
      Vertx vertx, WebhookVerifier verifier, Function<WebhookDelivery, Future<Void>> receiver) {
    return new WebhookHandlerBuilder(vertx, verifier, receiver);
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.method() != HttpMethod.POST) {
      request.response().putHeader("Allow", "POST");
      refuse(request, NOT_ALLOWED, "Deliveries are posted");
    } else if (slots.tryAcquire()) {
      new Reception(settings, request).begin();
    } else {
      request.response().putHeader("Retry-After", "1");
      refuse(request, UNAVAILABLE, "Too many deliveries at once");
    }
  }

  private void refuse(HttpServerRequest request, int status, String reason) {
    Answers.last(request, status, reason);
    settings.refusals().accept(status, reason);
  }
}
