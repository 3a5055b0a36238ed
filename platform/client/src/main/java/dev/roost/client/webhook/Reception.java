package dev.roost.client.webhook;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** One request, from its head to its answer. Used on the context of its connection. */
final class Reception {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int TIMEOUT = 408;
  private static final int TOO_LARGE = 413;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final ReceptionSettings settings;
  private final HttpServerRequest request;
  private final Context context;
  private final Buffer body = Buffer.buffer();
  private long timer;
  private boolean arrived;
  private boolean over;

  Reception(ReceptionSettings settings, HttpServerRequest request) {
    this.settings = settings;
    this.request = request;
    this.context = settings.vertx().getOrCreateContext();
  }

  void begin() {
    timer = settings.vertx().setTimer(settings.timeout().toMillis(), tick -> timeIsUp());
    if (announced() > settings.maxBodyBytes()) {
      refuseLast(TOO_LARGE, tooLarge());
      return;
    }
    request.exceptionHandler(broken -> end()).handler(this::take).endHandler(end -> received());
    request.response().exceptionHandler(broken -> {}).closeHandler(closed -> end());
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  /** What is no such number is left to the server; whatever comes is counted. */
  private long announced() {
    String length = request.getHeader("Content-Length");
    return length != null && LENGTH.matcher(length).matches() ? Long.parseLong(length) : 0;
  }

  private String tooLarge() {
    return "A delivery has at most " + settings.maxBodyBytes() + " bytes";
  }

  private void take(Buffer part) {
    if (!over && body.length() + part.length() > settings.maxBodyBytes()) {
      refuseLast(TOO_LARGE, tooLarge());
    } else if (!over) {
      body.appendBuffer(part);
    }
  }

  private void timeIsUp() {
    if (arrived) {
      refuse(FAILED, "The delivery was not handled in time");
    } else {
      refuseLast(TIMEOUT, "The delivery did not arrive in time");
    }
  }

  private void received() {
    arrived = true;
    if (!over) {
      verify();
    }
  }

  private void verify() {
    try {
      WebhookDelivery delivery =
          settings.verifier().verifyDelivery(request.headers(), body.getBytes());
      settings
          .onceOnly()
          .handle(delivery)
          .onComplete(done -> context.runOnContext(turn -> handled(done)));
    } catch (WebhookVerificationException e) {
      refuse(status(e.reason()), String.valueOf(e.getMessage()));
    }
  }

  private static int status(WebhookRefusal reason) {
    return switch (reason) {
      case MISSING, AMBIGUOUS, ID, TIMESTAMP, BODY -> BAD_REQUEST;
      case TOO_OLD, TOO_NEW, SIGNATURE -> UNAUTHORIZED;
    };
  }

  private void handled(AsyncResult<Void> done) {
    if (done.succeeded()) {
      end();
      Answers.noContent(request);
    } else if (done.cause() instanceof OnceOnly.BusyException) {
      refuse(UNAVAILABLE, "Too many deliveries at once");
    } else {
      refuse(FAILED, "The delivery could not be handled");
    }
  }

  private void refuse(int status, String reason) {
    if (!over) {
      end();
      Answers.refusal(request, status, reason);
      settings.refusals().accept(status, reason);
    }
  }

  private void refuseLast(int status, String reason) {
    if (!over) {
      end();
      Answers.last(request, status, reason);
      settings.refusals().accept(status, reason);
    }
  }

  private void end() {
    if (!over) {
      over = true;
      settings.vertx().cancelTimer(timer);
      settings.release().run();
    }
  }
}
