package dev.roost.platform.state.redis;

import dev.roost.platform.state.Limits;
import dev.roost.platform.state.RowBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.Upkeep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Everything in a Redis. */
public final class RedisBackend extends RowBackend {
  private final Upkeep upkeep;

  private RedisBackend(RedisRows rows, StateSettings settings, Limits limits) {
    super(rows, settings, limits);
    this.upkeep = Upkeep.of(this);
  }

  /**
   * Connects; blocks, so not on an event loop.
   *
   * @throws dev.roost.platform.state.StateOpenException if that does not work, saying what to do
   */
  public static RedisBackend open(Vertx vertx, RedisSettings redis, StateSettings settings) {
    return new RedisBackend(RedisRows.open(vertx, redis), settings, Limits.DURABLE);
  }

  @Override
  public Future<Void> close() {
    upkeep.stop();
    return super.close();
  }
}
