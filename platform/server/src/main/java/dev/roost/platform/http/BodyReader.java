package dev.roost.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads request bodies: bounded while they arrive, and while they are inflated. */
final class BodyReader {
  private static final String CONTINUE = "100-continue";

  private final Inflation inflation;
  private final int max;

  BodyReader(Vertx vertx, int maxRequestBytes) {
    this.inflation = new Inflation(vertx, maxRequestBytes);
    this.max = maxRequestBytes;
  }

  /**
   * Refuses a body by its announced length or coding, before any of it is read.
   *
   * @throws HttpFailure 413, 415
   */
  private ContentCoding checkHead(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && longer(length)) {
      throw HttpFailure.tooLarge(Long.parseLong(length), max);
    }
    return ContentCoding.of(HeaderLists.get(request, HttpHeaders.CONTENT_ENCODING));
  }

  private boolean longer(String length) {
    try {
      return Long.parseLong(length) > max;
    } catch (NumberFormatException e) {
      throw HttpFailure.closing(400, "Content-Length is not a number");
    }
  }

  /**
   * Reads a body, unless its head tells already that it cannot be taken.
   *
   * @param watch is told of every piece that arrives
   * @param share is charged for every piece, and for what they inflate to
   * @return the body, or an {@link HttpFailure}
   */
  Future<Buffer> read(HttpServerRequest request, RequestWatch watch, BodyBudget.Share share) {
    try {
      return read(request, checkHead(request), watch, share);
    } catch (HttpFailure e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Buffer> read(
      HttpServerRequest request, ContentCoding coding, RequestWatch watch, BodyBudget.Share share) {
    Future<Buffer> body = collect(request, watch, share);
    return coding == ContentCoding.IDENTITY
        ? body
        : body.compose(compressed -> inflation.inflate(coding, compressed, share));
  }

  private Future<Buffer> collect(
      HttpServerRequest request, RequestWatch watch, BodyBudget.Share share) {
    Promise<Buffer> whole = Promise.promise();
    Collector collector = new Collector(whole, watch, share);
    watch.bodyExpected(whole::tryFail);
    request.handler(collector::add);
    request.endHandler(end -> collector.end());
    request.exceptionHandler(
        failure -> whole.tryFail(HttpFailure.closing(400, "The connection broke off")));
    if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    return whole.future();
  }

  /** Collects one body. */
  private final class Collector {
    private final Promise<Buffer> whole;
    private final RequestWatch watch;
    private final BodyBudget.Share share;
    private final Pieces pieces = new Pieces();

    Collector(Promise<Buffer> whole, RequestWatch watch, BodyBudget.Share share) {
      this.whole = whole;
      this.watch = watch;
      this.share = share;
    }

    void add(Buffer piece) {
      watch.bodyArrived(piece.length());
      if (whole.future().isComplete()) {
        return;
      }
      try {
        share.take(piece.length());
        keep(piece);
      } catch (HttpFailure e) {
        pieces.clear();
        whole.tryFail(e);
      }
    }

    private void keep(Buffer piece) {
      pieces.add(piece);
      if (pieces.length() > max) {
        throw HttpFailure.tooLarge(pieces.length(), max);
      }
    }

    void end() {
      watch.bodyComplete();
      if (!whole.future().isComplete()) {
        whole.complete(pieces.join());
      }
    }
  }
}
