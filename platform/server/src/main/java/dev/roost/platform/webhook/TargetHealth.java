package dev.roost.platform.webhook;

import io.vertx.core.Future;

/** Hears how the attempts at a target go. What it returns does not fail. */
public interface TargetHealth {
  /** Nobody keeps it. */
  TargetHealth NONE = new TargetHealth() {};

  /** Something was delivered. */
  default Future<Void> worked() {
    return Future.succeededFuture();
  }

  /** An attempt failed. */
  default Future<Void> failed() {
    return Future.succeededFuture();
  }

  /** It wants nothing any more. */
  default Future<Void> gone() {
    return Future.succeededFuture();
  }
}
