package dev.roost.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Compresses request bodies, large ones on a worker thread. */
final class Compression {
  /** From this length on, as the protocol's reference does. */
  static final int MIN_BYTES = 1_024;

  private static final int MAX_BYTES_ON_LOOP = 16 * 1024;

  private Compression() {}

  /** The body by {@code gzip}; empty if that is not worth it. */
  static Future<Optional<Buffer>> gzip(Vertx vertx, Buffer body) {
    if (body.length() < MIN_BYTES) {
      return Future.succeededFuture(Optional.empty());
    }
    return body.length() > MAX_BYTES_ON_LOOP
        ? vertx.executeBlocking(() -> shorter(body), false)
        : Future.succeededFuture(shorter(body));
  }

  private static Optional<Buffer> shorter(Buffer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length());
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size() < body.length()
        ? Optional.of(Buffer.buffer(bytes.toByteArray()))
        : Optional.empty();
  }
}
