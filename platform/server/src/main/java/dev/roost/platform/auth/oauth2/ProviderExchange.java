package dev.roost.platform.auth.oauth2;

import dev.roost.outbound.WayOut;
import dev.roost.protocol.json.InvalidJsonException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to an identity provider. When its time is over or its answer too long, its connection
 * is given up.
 */
final class ProviderExchange {
  private final Vertx vertx;
  private final WayOut out;
  private final Duration patience;
  private final int maxBytes;
  private final Promise<Optional<JsonObject>> answer = Promise.promise();
  private @Nullable HttpClientRequest request;

  ProviderExchange(Vertx vertx, WayOut out, Duration patience, int maxBytes) {
    this.vertx = vertx;
    this.out = out;
    this.patience = patience;
    this.maxBytes = maxBytes;
  }

  /**
   * Sends it. To be called on a context, on which all else happens.
   *
   * @return the object; empty if the provider says that the fault is ours
   */
  Future<Optional<JsonObject>> run(HttpMethod method, String url, MultiMap headers, Buffer body) {
    long timer =
        vertx.setTimer(
            patience.toMillis(), tick -> fail(url, "no answer within " + patience, null));
    out.request(method, url).onComplete(opened -> opened(url, opened, headers, body));
    return answer.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void opened(
      String url, AsyncResult<HttpClientRequest> opened, MultiMap headers, Buffer body) {
    if (opened.failed()) {
      fail(url, "no connection", opened.cause());
      return;
    }
    HttpClientRequest here = opened.result().exceptionHandler(failure -> {});
    request = here;
    if (answer.future().isComplete()) {
      here.reset();
      return;
    }
    here.headers().addAll(headers);
    (body.length() == 0 ? here.send() : here.send(body))
        .onFailure(failure -> fail(url, "the connection broke", failure))
        .onSuccess(response -> read(url, response));
  }

  private void read(String url, HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response
        .exceptionHandler(failure -> fail(url, "the connection broke", failure))
        .endHandler(end -> take(url, response.statusCode(), body))
        .handler(
            part -> {
              if (body.length() + part.length() > maxBytes) {
                fail(url, "the answer is longer than " + maxBytes + " bytes", null);
              } else {
                body.appendBuffer(part);
              }
            });
  }

  private void take(String url, int status, Buffer body) {
    if (status >= 400 && status < 500) {
      answer.tryComplete(Optional.empty());
    } else if (status != 200) {
      fail(url, "the answer has the status " + status, null);
    } else {
      try {
        answer.tryComplete(Optional.of(StrictObjects.read(body.getBytes())));
      } catch (InvalidJsonException e) {
        fail(url, "the answer is no JSON object", e);
      }
    }
  }

  private void fail(String url, String reason, @Nullable Throwable cause) {
    if (answer.tryFail(new ProviderUnavailableException(reason + ": " + url, cause))
        && request != null) {
      request.reset();
    }
  }
}
