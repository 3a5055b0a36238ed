package dev.roost.platform.state.redis;

import dev.roost.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis on a free port of this machine. */
public final class TestingRedis implements AutoCloseable {
  private static final AtomicInteger TESTS = new AtomicInteger();

  private final Path folder;
  private final boolean durable;
  private final Optional<Path> program;
  private final int port;
  private RedisServer server;

  private TestingRedis(Path folder, boolean durable, Optional<Path> program, int port)
      throws IOException {
    this.program = program;
    this.folder = folder;
    this.durable = durable;
    this.port = port;
    this.server = build();
  }

  /** Starts one that waits for its disk, or not. */
  public static TestingRedis start(Path folder, boolean durable) throws IOException {
    return start(new TestingRedis(folder, durable, Optional.empty(), freePort()));
  }

  /** Starts a program of this machine, which waits for its disk. */
  static TestingRedis start(Path folder, Path program) throws IOException {
    return start(new TestingRedis(folder, true, Optional.of(program), freePort()));
  }

  private static TestingRedis start(TestingRedis redis) throws IOException {
    redis.server.start();
    return redis;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private RedisServer build() throws IOException {
    RedisServerBuilder builder =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("dir " + folder)
            .setting("save \"\"")
            .setting("daemonize no");
    program.ifPresent(path -> builder.executableProvider(path::toFile));
    if (durable) {
      builder.setting("appendonly yes").setting("appendfsync always");
    }
    return builder.build();
  }

  /** Where it is. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** A part of it that no other test uses. */
  public RedisSettings settings() {
    return new RedisSettings(
        Secret.of(uri()), "test" + TESTS.incrementAndGet() + ":", 4, Duration.ofSeconds(20));
  }

  /** Stops it; what it answered for it keeps. */
  public void stop() throws IOException {
    server.stop();
  }

  /** Starts it again. */
  public void restart() throws IOException {
    server = build();
    server.start();
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
