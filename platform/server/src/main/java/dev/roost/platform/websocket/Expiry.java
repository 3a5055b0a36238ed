package dev.roost.platform.websocket;

import dev.roost.spi.Principal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The end of a caller's proof, at which it is asked for again. If there is none any more, the
 * connection ends too. Used by its event loop only.
 */
final class Expiry {
  private static final long MAX_MILLIS = Duration.ofDays(2).toMillis();

  private final Vertx vertx;
  private final Supplier<Future<Principal>> proof;
  private final Consumer<Throwable> over;
  private OptionalLong timer = OptionalLong.empty();
  private boolean cancelled;

  /**
   * @param proof says who the caller is now
   * @param over is told why that cannot be said
   */
  Expiry(Vertx vertx, Supplier<Future<Principal>> proof, Consumer<Throwable> over) {
    this.vertx = vertx;
    this.proof = proof;
    this.over = over;
  }

  /** Waits for the end of a proof, if it has one. */
  Expiry await(Principal principal) {
    timer =
        principal
            .until()
            .map(end -> OptionalLong.of(vertx.setTimer(millisTo(end), tick -> ask())))
            .orElse(OptionalLong.empty());
    return this;
  }

  /** A timer that is early by a part of a millisecond would find the old proof. */
  private static long millisTo(Instant end) {
    long left = Duration.between(Instant.now(), end).toMillis() + 1;
    return Math.max(1, Math.min(left, MAX_MILLIS));
  }

  private void ask() {
    proof.get().onComplete(this::proved);
  }

  /** A proof whose end has come is none, whichever clock it was proved by. */
  private void proved(AsyncResult<Principal> done) {
    if (cancelled) {
      return;
    }
    if (done.failed()) {
      over.accept(done.cause());
    } else if (isOver(done.result())) {
      over.accept(new IllegalStateException("the proof has ended"));
    } else {
      await(done.result());
    }
  }

  private static boolean isOver(Principal principal) {
    return principal.until().filter(end -> !end.isAfter(Instant.now())).isPresent();
  }

  /** The connection has ended by itself. */
  void cancel() {
    cancelled = true;
    timer.ifPresent(vertx::cancelTimer);
  }
}
