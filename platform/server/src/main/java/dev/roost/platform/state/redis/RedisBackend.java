package dev.roost.platform.state.redis;

import dev.roost.platform.state.Limits;
import dev.roost.platform.state.RowBackend;
import dev.roost.platform.state.StateSettings;
import io.vertx.core.Vertx;

/** Everything in a Redis. */
public final class RedisBackend extends RowBackend {
  private RedisBackend(RedisRows rows, StateSettings settings, Limits limits) {
    super(rows, settings, limits);
  }

  /**
   * Connects; blocks, so not on an event loop.
   *
   * @throws dev.roost.platform.state.StateOpenException if that does not work, saying what to do
   */
  public static RedisBackend open(Vertx vertx, RedisSettings redis, StateSettings settings) {
    return new RedisBackend(RedisRows.open(vertx, redis), settings, Limits.DURABLE);
  }
}
