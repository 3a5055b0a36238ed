package dev.roost.launcher.check;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An answer's head, and its body as far as it came: a peer may send without end, or stop and never
 * end. What came until then is kept, since it tells what the peer was about to say.
 */
final class BoundedBody implements BodySubscriber<BoundedBody> {
  static final int MAX_BYTES = 4 << 20;

  private static final long STRAGGLERS_MILLIS = 500;

  private final ResponseInfo head;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private volatile @Nullable Subscription subscription;

  BoundedBody(ResponseInfo head) {
    this.head = head;
  }

  /** Status and headers. */
  ResponseInfo head() {
    return head;
  }

  /** Available as soon as the head is there; the body follows. */
  @Override
  public CompletionStage<BoundedBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription begun) {
    subscription = begun;
    if (ending.isDone()) {
      begun.cancel();
    } else {
      begun.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    buffers.forEach(this::append);
    if (size() == MAX_BYTES) {
      end(Ending.TOO_LONG);
    }
  }

  private synchronized void append(ByteBuffer buffer) {
    byte[] part = new byte[Math.min(buffer.remaining(), MAX_BYTES - bytes.size())];
    buffer.get(part);
    bytes.writeBytes(part);
  }

  private synchronized int size() {
    return bytes.size();
  }

  @Override
  public void onError(Throwable failure) {
    ending.complete(Ending.BROKEN);
  }

  @Override
  public void onComplete() {
    ending.complete(Ending.WHOLE);
  }

  /** Waits for the end, and ends it at {@code limit}. */
  Ending await(Duration limit) throws InterruptedException {
    try {
      return ending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return end(Ending.TIMED_OUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an ending never fails", e);
    }
  }

  /**
   * It broke before its head was handed over. What came of it may still be on its way to {@link
   * #onNext}, and then {@link #onError} follows; but maybe nothing does.
   */
  void brokenOff() {
    ending.completeOnTimeout(Ending.BROKEN, STRAGGLERS_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes no more of it. */
  Ending end(Ending how) {
    ending.complete(how);
    Subscription begun = subscription;
    if (begun != null) {
      begun.cancel();
    }
    return requireNonNull(ending.getNow(how), "ending");
  }

  /** What came. */
  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }
}
