package dev.roost.client.oauth;

import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.OutboundException;
import dev.roost.outbound.WayOut;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request to a provider and its answer, within a time and a length. Follows no redirects. */
final class ProviderExchange {
  /** How long an answer may be. */
  static final int MAX_BYTES = 1 << 20;

  private final Vertx vertx;
  private final WayOut out;
  private final String origin;
  private final Promise<ProviderAnswer> promise = Promise.promise();
  private @Nullable HttpClientRequest request;
  private boolean ended;

  private ProviderExchange(Vertx vertx, WayOut out, String origin) {
    this.vertx = vertx;
    this.out = out;
    this.origin = origin;
  }

  /**
   * Sends a request. To be called on a context of that Vert.x.
   *
   * @param url of which only the origin is told when it fails
   */
  static Future<ProviderAnswer> send(
      Vertx vertx,
      WayOut out,
      HttpMethod method,
      HttpUrl url,
      MultiMap headers,
      Buffer body,
      Duration timeout) {
    return new ProviderExchange(vertx, out, url.origin())
        .begin(method, url.toString(), headers, body, timeout);
  }

  /** The timer holds the exchange, and so the way out: connections end when nobody holds them. */
  private Future<ProviderAnswer> begin(
      HttpMethod method, String url, MultiMap headers, Buffer body, Duration timeout) {
    long timer = vertx.setTimer(timeout.toMillis(), tick -> fail(late(timeout)));
    out.request(method, url).onComplete(opened -> opened(opened, headers, body));
    return promise
        .future()
        .onComplete(
            done -> {
              ended = true;
              vertx.cancelTimer(timer);
            });
  }

  private void opened(AsyncResult<HttpClientRequest> opened, MultiMap headers, Buffer body) {
    if (opened.failed()) {
      fail(notConnected(opened.cause()));
      return;
    }
    HttpClientRequest here = opened.result().exceptionHandler(failure -> {});
    if (ended) {
      here.reset();
      return;
    }
    request = here;
    here.headers().addAll(headers).set("Accept", "application/json");
    (body.length() == 0 ? here.send() : here.send(body)).onComplete(this::answered);
  }

  private void answered(AsyncResult<HttpClientResponse> answered) {
    if (answered.failed()) {
      fail(brokenOff(answered.cause()));
    } else if (!ended) {
      read(answered.result());
    }
  }

  private void read(HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response
        .exceptionHandler(failure -> fail(brokenOff(failure)))
        .endHandler(
            end ->
                promise.tryComplete(
                    new ProviderAnswer(
                        response.statusCode(),
                        ProviderAnswer.seconds(response.getHeader("Retry-After")),
                        body)))
        .handler(part -> take(body, part));
  }

  private void take(Buffer body, Buffer part) {
    if (body.length() + part.length() > MAX_BYTES) {
      fail(
          OAuthException.of(
              OAuthProblem.ANSWER,
              "The answer of " + origin + " is longer than " + MAX_BYTES + " bytes"));
    } else {
      body.appendBuffer(part);
    }
  }

  private void fail(OAuthException failure) {
    if (promise.tryFail(failure) && request != null) {
      request.reset();
    }
  }

  private OAuthException late(Duration timeout) {
    return OAuthException.of(
        OAuthProblem.UNREACHABLE,
        origin + " did not answer within " + timeout.toSeconds() + " seconds");
  }

  private OAuthException brokenOff(Throwable failure) {
    return OAuthException.because(
        OAuthProblem.UNREACHABLE,
        "The connection to " + origin + " ended before an answer",
        failure);
  }

  private OAuthException notConnected(Throwable failure) {
    if (failure instanceof OutboundException refused) {
      return OAuthException.because(
          refused.retryable() ? OAuthProblem.UNREACHABLE : OAuthProblem.UNUSABLE_URL,
          origin
              + " cannot be used: its address must be public, or be allowed where the way out is"
              + " configured; the log tells more",
          refused);
    } else if (failure instanceof IllegalArgumentException refused) {
      return OAuthException.because(
          OAuthProblem.UNUSABLE_URL, origin + " cannot be used: it must be https://", refused);
    }
    return OAuthException.because(OAuthProblem.UNREACHABLE, "No connection to " + origin, failure);
  }
}
