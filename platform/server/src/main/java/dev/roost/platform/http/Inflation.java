package dev.roost.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.ObjIntConsumer;

/**
 * Inflates request bodies. What becomes little is inflated where it arrived. The rest waits for one
 * of few threads, because a decoder may need a window of 16 MiB and tens of milliseconds, and is
 * inflated twice: first to know how much it becomes, which a bomb does not survive, then into as
 * much memory as that.
 */
final class Inflation {
  /** For all event loops of a node. */
  private static final int THREADS = 2;

  private static final String THREAD_NAME = "roost-inflate";
  private static final int LITTLE_COMPRESSED = 16 * 1024;
  private static final int LITTLE = 64 * 1024;
  private static final int PIECE = 8 * 1024;

  private final WorkerExecutor workers;
  private final int max;

  /** Of the event loop only. */
  private final byte[] scratch = new byte[LITTLE];

  Inflation(Vertx vertx, int maxRequestBytes) {
    this.workers = vertx.createSharedWorkerExecutor(THREAD_NAME, THREADS);
    this.max = maxRequestBytes;
  }

  /**
   * Inflates a body.
   *
   * @param share is charged with what it becomes
   * @return fails with an {@link HttpFailure}: 413 beyond the limit, 400 if the body is not what
   *     its header says
   */
  Future<Buffer> inflate(ContentCoding coding, Buffer body, BodyBudget.Share share) {
    if (body.length() > LITTLE_COMPRESSED || !coding.maybeAtMost(body, LITTLE)) {
      return workers.executeBlocking(() -> inflateMuch(coding, body, share), false);
    }
    try {
      int length = fill(coding, body, scratch);
      return length < LITTLE
          ? Future.succeededFuture(littleOf(length, share))
          : workers.executeBlocking(() -> inflateMuch(coding, body, share), false);
    } catch (HttpFailure e) {
      return Future.failedFuture(e);
    }
  }

  private Buffer littleOf(int length, BodyBudget.Share share) {
    check(length);
    share.take(length);
    return Buffer.buffer(length).appendBytes(scratch, 0, length);
  }

  private Buffer inflateMuch(ContentCoding coding, Buffer body, BodyBudget.Share share) {
    int length = read(coding, body, (piece, count) -> {});
    share.take(length);
    Buffer inflated = Buffer.buffer(length);
    read(coding, body, (piece, count) -> inflated.appendBytes(piece, 0, count));
    return inflated;
  }

  private int read(ContentCoding coding, Buffer body, ObjIntConsumer<byte[]> pieces) {
    byte[] piece = new byte[PIECE];
    int length = 0;
    try (InputStream in = coding.open(new BufferStream(body))) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        length += n;
        check(length);
        pieces.accept(piece, n);
      }
      return length;
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
      throw invalid(coding);
    }
  }

  private void check(int length) {
    if (length > max) {
      throw HttpFailure.of(
          413,
          "Decompressed request size (" + length + " bytes) exceeds maximum (" + max + " bytes)");
    }
  }

  /** As much as there is and fits. */
  private static int fill(ContentCoding coding, Buffer body, byte[] into) {
    try (InputStream in = coding.open(new BufferStream(body))) {
      return in.readNBytes(into, 0, into.length);
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
      throw invalid(coding);
    }
  }

  private static HttpFailure invalid(ContentCoding coding) {
    return HttpFailure.of(
        400,
        "Invalid compressed data: not a complete "
            + coding.name().toLowerCase(Locale.ROOT)
            + " stream");
  }
}
