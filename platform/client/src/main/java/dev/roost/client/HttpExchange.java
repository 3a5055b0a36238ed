package dev.roost.client;

import dev.roost.outbound.OutboundException;
import dev.roost.outbound.WayOut;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and what is made of its answer, within a time. When the time is over, the answer
 * too long, or of no use, its connection is given up.
 */
final class HttpExchange<T> {
  private final Vertx vertx;
  private final WayOut out;
  private final HttpSpec spec;
  private final Promise<T> promise = Promise.promise();
  private @Nullable HttpClientRequest request;
  private boolean ended;

  private HttpExchange(Vertx vertx, WayOut out, HttpSpec spec) {
    this.vertx = vertx;
    this.out = out;
    this.spec = spec;
  }

  /**
   * Sends a request and reads its answer whole.
   *
   * @param maxBytes how long the answer may be
   */
  static Future<HttpAnswer> fetch(
      Vertx vertx, WayOut out, HttpSpec spec, Duration timeout, int maxBytes) {
    return run(vertx, out, spec, timeout, response -> whole(spec, response, maxBytes));
  }

  /**
   * Sends a request. To be called on an event loop, on which all else happens.
   *
   * @param reader makes something of the answer; called when its head is there
   */
  static <T> Future<T> run(
      Vertx vertx,
      WayOut out,
      HttpSpec spec,
      Duration timeout,
      Function<HttpClientResponse, Future<T>> reader) {
    return new HttpExchange<T>(vertx, out, spec).begin(timeout, reader);
  }

  /** The timer holds the exchange, and so the way out: connections end when nobody holds them. */
  private Future<T> begin(Duration timeout, Function<HttpClientResponse, Future<T>> reader) {
    long timer =
        vertx.setTimer(
            timeout.toMillis(), tick -> fail(new AnswerTimeoutException(spec.base(), timeout)));
    out.request(spec.method(), spec.url()).onComplete(opened -> opened(opened, reader));
    return promise
        .future()
        .onComplete(
            done -> {
              ended = true;
              vertx.cancelTimer(timer);
            });
  }

  private void opened(
      AsyncResult<HttpClientRequest> opened, Function<HttpClientResponse, Future<T>> reader) {
    if (opened.failed()) {
      fail(notSent(opened.cause()));
      return;
    }
    HttpClientRequest here = opened.result().exceptionHandler(failure -> {});
    if (ended) {
      here.reset();
      return;
    }
    request = here;
    here.headers().addAll(spec.headers());
    send(here).onComplete(answered -> answered(answered, reader));
  }

  private Future<HttpClientResponse> send(HttpClientRequest here) {
    if (spec.upgrades()) {
      return here.connect();
    }
    return spec.body().length() == 0 ? here.send() : here.send(spec.body());
  }

  private void answered(
      AsyncResult<HttpClientResponse> answered, Function<HttpClientResponse, Future<T>> reader) {
    if (answered.failed()) {
      fail(new ConnectionFailedException(spec.base(), Fate.UNKNOWN, answered.cause()));
    } else if (!ended) {
      reader.apply(answered.result()).onComplete(this::read);
    }
  }

  private void read(AsyncResult<T> read) {
    if (read.succeeded()) {
      promise.tryComplete(read.result());
    } else {
      fail(read.cause());
    }
  }

  private AsapClientException notSent(Throwable failure) {
    return failure instanceof OutboundException refused
        ? new UnusableUrlException(spec.base(), refused)
        : new ConnectionFailedException(spec.base(), Fate.NOT_TAKEN, failure);
  }

  private void fail(Throwable failure) {
    if (promise.tryFail(failure) && request != null) {
      request.reset();
    }
  }

  /** The answer in one piece. */
  static Future<HttpAnswer> whole(HttpSpec spec, HttpClientResponse response, int maxBytes) {
    Promise<HttpAnswer> answer = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .exceptionHandler(
            failure ->
                answer.tryFail(new ConnectionFailedException(spec.base(), Fate.UNKNOWN, failure)))
        .endHandler(
            end ->
                answer.tryComplete(new HttpAnswer(response.statusCode(), response.headers(), body)))
        .handler(
            part -> {
              if (body.length() + part.length() > maxBytes) {
                answer.tryFail(
                    new InvalidAnswerException(
                        spec.base(), "it is longer than " + maxBytes + " bytes"));
              } else {
                body.appendBuffer(part);
              }
            });
    return answer.future();
  }
}
