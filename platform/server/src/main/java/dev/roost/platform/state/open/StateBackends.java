package dev.roost.platform.state.open;

import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.state.StateConfig;
import dev.roost.platform.state.StateOpenException;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.redis.RedisBackend;
import dev.roost.platform.state.redis.RedisSettings;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateBackendFactory;
import dev.roost.spi.StateBackendFactory.Opening;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The databases that there are: three of ours, and those of factories on the class path. */
public final class StateBackends {
  private static final int LIMIT_SECONDS = 30;

  private StateBackends() {}

  /**
   * Opens a database; blocks.
   *
   * @throws StateOpenException if that does not work, saying what to do
   */
  public static StateBackend open(Vertx vertx, StateConfig config, StateSettings settings) {
    return switch (config.backend()) {
      case "memory" -> new MemoryBackend(settings);
      case "sqlite" -> SqliteBackend.open(SqliteSettings.of(config.sqlite()), settings);
      case "redis" -> RedisBackend.open(vertx, RedisSettings.of(config.redis()), settings);
      default -> own(vertx, config, settings);
    };
  }

  private static StateBackend own(Vertx vertx, StateConfig config, StateSettings settings) {
    List<String> known = new ArrayList<>(List.of("memory", "sqlite", "redis"));
    for (StateBackendFactory factory : ServiceLoader.load(StateBackendFactory.class)) {
      if (factory.name().equals(config.backend())) {
        return open(
            factory,
            new Opening(
                vertx,
                config.config(),
                settings.idempotency(),
                settings.longestCall(),
                settings.clock()));
      }
      known.add(factory.name());
    }
    throw new StateOpenException(
        "There is no state backend \"%s\" (state.backend); there are %s; a jar with another goes on ROOST_CLASSPATH"
            .formatted(config.backend(), String.join(", ", known)),
        null);
  }

  private static StateBackend open(StateBackendFactory factory, Opening opening) {
    try {
      return factory
          .open(opening)
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw cannot(factory, String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw cannot(factory, "it did not open in " + LIMIT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannot(factory, "the start was interrupted", e);
    }
  }

  private static StateOpenException cannot(
      StateBackendFactory factory, String why, Throwable cause) {
    return new StateOpenException(
        "Cannot open the state backend \"%s\" (state.backend): %s".formatted(factory.name(), why),
        cause);
  }
}
