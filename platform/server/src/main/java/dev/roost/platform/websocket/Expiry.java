package dev.roost.platform.websocket;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The end of a caller's credentials, which ends its connection too. */
final class Expiry {
  private static final long MAX_MILLIS = Duration.ofDays(2).toMillis();

  private final Vertx vertx;
  private final Optional<Long> timer;

  private Expiry(Vertx vertx, Optional<Long> timer) {
    this.vertx = vertx;
    this.timer = timer;
  }

  /** Closes the connection at that time, if there is one. */
  static Expiry of(Vertx vertx, ServerWebSocket socket, Optional<Instant> until) {
    return new Expiry(
        vertx,
        until.map(
            end ->
                vertx.setTimer(
                    millisTo(end),
                    tick -> socket.close(CloseCode.UNAUTHORIZED.code(), "Invalid token"))));
  }

  private static long millisTo(Instant end) {
    long left = Duration.between(Instant.now(), end).toMillis();
    return Math.max(1, Math.min(left, MAX_MILLIS));
  }

  /** The connection has ended by itself. */
  void cancel() {
    timer.ifPresent(vertx::cancelTimer);
  }
}
