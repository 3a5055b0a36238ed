package dev.roost.platform.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Answers what is not HTTP, and heads that are too long; then nothing more can be read. */
final class InvalidRequests {
  static final HttpFailure LONG_LINE = HttpFailure.closing(414, "The request line is too long");

  private InvalidRequests() {}

  static void answer(HttpServerRequest request, Connections connections) {
    if (connections.watch(request).isEnding()) {
      return;
    }
    DecoderResult result = request.decoderResult();
    request.response().putHeader(TransportVersions.HEADER, TransportVersions.DEFAULT);
    connections.refuse(request, failure(result == null ? null : result.cause()));
  }

  private static HttpFailure failure(@Nullable Throwable cause) {
    if (cause instanceof HttpFailure failure) {
      return failure;
    }
    if (cause instanceof TooLongHttpLineException) {
      return LONG_LINE;
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return HttpFailure.closing(431, "The request headers are too long");
    }
    return HttpFailure.closing(400, "Bad Request");
  }
}
