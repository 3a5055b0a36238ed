package dev.roost.platform.state.redis;

import static dev.roost.platform.state.contract.Backed.await;
import static java.util.Objects.requireNonNull;

import dev.roost.platform.state.StateSettings;
import dev.roost.spi.StateBackend;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis for all tests of a class. */
final class RunningRedis implements BeforeAllCallback, AfterAllCallback {
  private final Start start;
  private @Nullable Path folder;
  private @Nullable TestingRedis redis;
  private @Nullable Vertx vertx;

  /** Which Redis it is. */
  @FunctionalInterface
  interface Start {
    TestingRedis in(Path folder) throws Exception;
  }

  RunningRedis(Start start) {
    this.start = start;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("roost-redis");
    redis = start.in(folder);
    vertx = Vertx.vertx();
  }

  /** A part of it that no other test uses. */
  RedisSettings settings() {
    return requireNonNull(redis, "running").settings();
  }

  StateBackend open(RedisSettings settings, StateSettings state) {
    return RedisBackend.open(requireNonNull(vertx, "running"), settings, state);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    await(requireNonNull(vertx, "running").close());
    requireNonNull(redis, "running").close();
    try (Stream<Path> tree = Files.walk(requireNonNull(folder, "running"))) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }
}
