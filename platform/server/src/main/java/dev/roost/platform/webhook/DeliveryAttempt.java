package dev.roost.platform.webhook;

import dev.roost.client.RetryAfter;
import dev.roost.outbound.OutboundException;
import dev.roost.outbound.WayOut;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request with a delivery. The status decides; of the rest of the answer a little is read. When
 * its time is over or its answer long, its connection is given up. Used on one context.
 */
final class DeliveryAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryAttempt.class);

  private final Vertx vertx;
  private final WayOut out;
  private final DeliverySettings settings;
  private final DeliveryTarget.Open target;
  private final Clock clock;
  private final Promise<DeliveryOutcome> outcome = Promise.promise();
  private final List<String> secrets = new ArrayList<>();
  private final Buffer kept = Buffer.buffer();
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private long read;

  DeliveryAttempt(
      Vertx vertx, WayOut out, DeliverySettings settings, DeliveryTarget.Open target, Clock clock) {
    this.vertx = vertx;
    this.out = out;
    this.settings = settings;
    this.target = target;
    this.clock = clock;
  }

  /** Sends it. To be called on a context, on which all else happens. Does not fail. */
  Future<DeliveryOutcome> run(String id, byte[] body) {
    long timer = vertx.setTimer(settings.attempt().toMillis(), tick -> timeout());
    out.request(HttpMethod.POST, target.url()).onComplete(opened -> opened(opened, id, body));
    return outcome.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /** Gives it up. */
  void abort() {
    end(new DeliveryOutcome.Aborted());
  }

  private void opened(AsyncResult<HttpClientRequest> opened, String id, byte[] body) {
    if (opened.failed()) {
      end(DeliveryOutcome.unanswered(unreachable(opened.cause())));
      return;
    }
    HttpClientRequest here = opened.result().exceptionHandler(failure -> {});
    request = here;
    if (outcome.future().isComplete()) {
      here.reset();
    } else {
      send(here, id, body);
    }
  }

  private void send(HttpClientRequest here, String id, byte[] body) {
    try {
      fill(here, id, body);
      here.send(Buffer.buffer(body)).onComplete(this::answered);
    } catch (SealException e) {
      unsent(here, id, e, "the secret cannot be opened with the platform's key");
    } catch (RuntimeException e) {
      unsent(here, id, e, "the request cannot be made");
    }
  }

  private void unsent(HttpClientRequest here, String id, RuntimeException why, String error) {
    LOG.atDebug().addKeyValue("delivery", id).setCause(why).log("A delivery cannot be sent");
    end(DeliveryOutcome.unanswered(error));
    here.reset();
  }

  /** What others want to be sent comes first, so that ours is what counts. */
  private void fill(HttpClientRequest here, String id, byte[] body) {
    Map<String, String> signature = target.signer().headers(id, clock.instant(), body);
    target.headers().forEach((name, value) -> here.putHeader(name, value));
    signature.forEach((name, value) -> here.putHeader(name, value));
    here.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.USER_AGENT, settings.userAgent());
    secrets.addAll(target.headers().values());
  }

  private void answered(AsyncResult<HttpClientResponse> answered) {
    if (answered.failed()) {
      end(DeliveryOutcome.unanswered("the connection broke before there was an answer"));
      return;
    }
    HttpClientResponse here = answered.result();
    response = here;
    here.exceptionHandler(broken -> endBy(here)).endHandler(end -> endBy(here)).handler(this::take);
  }

  private void take(Buffer part) {
    read += part.length();
    int room = settings.keptBytes() + longestSecret() - kept.length();
    if (room > 0) {
      kept.appendBuffer(part, 0, Math.min(room, part.length()));
    }
    if (read >= settings.readBytes() && response != null) {
      endBy(response);
      reset();
    }
  }

  /** So that of a secret at the end of what is kept nothing remains. */
  private int longestSecret() {
    return secrets.stream().mapToInt(String::length).max().orElse(0);
  }

  private void timeout() {
    if (response != null) {
      endBy(response);
    } else {
      end(DeliveryOutcome.unanswered("no answer within " + settings.attempt()));
    }
    reset();
  }

  private void endBy(HttpClientResponse here) {
    if (!outcome.future().isComplete()) {
      int status = here.statusCode();
      String error = Excerpt.of(status, kept, secrets, settings.keptBytes());
      end(DeliveryOutcome.of(target.profile(), status, error, asked(here)));
    }
  }

  private Optional<Duration> asked(HttpClientResponse here) {
    return Optional.ofNullable(here.getHeader(HttpHeaders.RETRY_AFTER))
        .flatMap(header -> RetryAfter.read(header, clock.instant()));
  }

  private void end(DeliveryOutcome how) {
    if (outcome.tryComplete(how) && how instanceof DeliveryOutcome.Aborted) {
      reset();
    }
  }

  private void reset() {
    if (request != null) {
      request.reset();
    }
  }

  /** For whoever looks at a dead letter: nothing of addresses, names or rules. */
  private static String unreachable(Throwable cause) {
    if (cause instanceof OutboundException) {
      return "the URL cannot be used";
    }
    return cause instanceof SSLException ? "TLS failed" : "no connection";
  }
}
