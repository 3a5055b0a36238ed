package dev.roost.platform.webhook.endpoint;

import static java.util.Objects.requireNonNull;

import dev.roost.outbound.OutboundException;
import dev.roost.outbound.OutboundGuard;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Says of a URL whether events may be sent to it, without saying why not. */
public final class WebhookUrls {
  private static final String REASON = "events may not be sent there";

  private final OutboundGuard guard;

  /** As {@code guard} says. */
  public WebhookUrls(OutboundGuard guard) {
    this.guard = requireNonNull(guard, "guard");
  }

  /**
   * Checks a URL.
   *
   * @return the URL as everybody reads it; fails with {@link AsapException}, also if its name has
   *     no address at the moment
   */
  public Future<String> check(String url) {
    return guard
        .check(url)
        .map(checked -> checked.url().toString())
        .recover(
            failure ->
                Future.failedFuture(failure instanceof OutboundException ? rejected() : failure));
  }

  private static AsapException rejected() {
    return AsapException.of(
        ErrorCode.WEBHOOK_URL_REJECTED,
        "Webhook URL rejected: " + REASON,
        new JsonObject().put("url", "").put("reason", REASON));
  }
}
