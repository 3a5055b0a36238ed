package dev.roost.platform.state.redis;

import dev.roost.platform.state.GroupCommit;
import dev.roost.platform.state.ReadPool;
import dev.roost.platform.state.RowReader;
import dev.roost.platform.state.RowWriter;
import dev.roost.platform.state.Rows;
import dev.roost.platform.state.StateOpenException;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tables in a Redis. */
final class RedisRows implements Rows {
  private static final int POOL = 16;
  private static final int MAX_NESTED = 32;

  private final RedisSettings settings;
  private final Redis client;
  private final RedisWire pooled;
  private final GroupCommit writer;
  private final ReadPool readers;
  private volatile boolean durable;
  private @Nullable Future<Void> closing;

  private RedisRows(RedisSettings settings, Redis client, RedisSession first) {
    this.settings = settings;
    this.client = client;
    this.durable = first.isDurable();
    this.pooled = new RedisWire(settings, client::send);
    this.writer = new GroupCommit(name(), first, this::again);
    this.readers = new ReadPool(name(), settings.readers(), this::reading);
  }

  /**
   * Connects; blocks.
   *
   * @throws StateOpenException if it is not there or lets nobody in
   */
  static RedisRows open(Vertx vertx, RedisSettings settings) {
    Redis client = client(vertx, settings);
    try {
      RedisSession first = connect(settings, client);
      first.probe();
      return new RedisRows(settings, client, first);
    } catch (StateException e) {
      client.close();
      throw new StateOpenException(
          "Cannot keep the state in Redis at %s (state.redis.uri): %s; start it there, or correct the URI"
              .formatted(settings.place(), e.getMessage()),
          e);
    }
  }

  private static Redis client(Vertx vertx, RedisSettings settings) {
    try {
      int millis = (int) settings.timeout().toMillis();
      return Redis.createClient(
          vertx,
          new RedisOptions()
              .setConnectionString(settings.uri().reveal())
              .setMaxPoolSize(POOL)
              .setMaxPoolWaiting(ReadPool.MAX_WAITING)
              .setMaxNestedArrays(MAX_NESTED)
              .setNetClientOptions(new NetClientOptions().setConnectTimeout(millis)));
    } catch (IllegalArgumentException e) {
      throw new StateOpenException(
          "state.redis.uri is no address of a Redis; write redis://host:6379", null);
    }
  }

  private static RedisSession connect(RedisSettings settings, Redis client) {
    return new RedisSession(settings, RedisWire.await(client.connect(), settings.timeout()));
  }

  /** A server that came back may have another configuration. */
  private RedisSession again() {
    RedisSession session = connect(settings, client);
    durable = session.isDurable();
    return session;
  }

  private <T> T reading(Function<RowReader, T> look) {
    return look.apply(new RedisReader(pooled));
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public boolean durable() {
    return durable;
  }

  @Override
  public <T> Future<T> read(Function<RowReader, T> look) {
    return readers.read(look);
  }

  @Override
  public <T> Future<T> write(Function<RowWriter, T> change) {
    return writer.write(change);
  }

  @Override
  public Future<Void> check() {
    return write(rows -> null);
  }

  @Override
  public synchronized Future<Void> close() {
    if (closing == null) {
      closing =
          writer.close(
              () -> {
                readers.close();
                client.close();
              });
    }
    return closing;
  }
}
