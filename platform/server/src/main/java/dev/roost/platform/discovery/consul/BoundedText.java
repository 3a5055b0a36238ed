package dev.roost.platform.discovery.consul;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/** Reads bodies into memory, up to a length: the web client's own codecs have no bound. */
final class BoundedText implements BodyCodec<Buffer> {
  private final int maxBytes;

  BoundedText(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public BodyStream<Buffer> stream() throws Exception {
    return new Stream();
  }

  private final class Stream implements BodyStream<Buffer> {
    private final Buffer body = Buffer.buffer();
    private final Promise<Buffer> whole = Promise.promise();

    @Override
    public Future<Buffer> result() {
      return whole.future();
    }

    @Override
    public void handle(Throwable failure) {
      whole.tryFail(failure);
    }

    @Override
    public Future<Void> write(Buffer part) {
      if (body.length() + part.length() > maxBytes) {
        ConsulException failure =
            new ConsulException("the answer is longer than " + maxBytes + " bytes");
        whole.tryFail(failure);
        return Future.failedFuture(failure);
      }
      body.appendBuffer(part);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
      whole.tryComplete(body);
      return Future.succeededFuture();
    }

    @Override
    public Stream exceptionHandler(@Nullable Handler<Throwable> handler) {
      return this;
    }

    @Override
    public Stream setWriteQueueMaxSize(int maxSize) {
      return this;
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public Stream drainHandler(@Nullable Handler<Void> handler) {
      return this;
    }
  }
}
