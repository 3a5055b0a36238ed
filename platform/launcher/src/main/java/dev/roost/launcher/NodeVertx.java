package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.TimeUnit;

/** Makes the Vert.x instance of a node. */
public final class NodeVertx {
  /** Loops beside those of the http instances: management and everything else. */
  private static final int OTHER_LOOPS = 2;

  private NodeVertx() {}

  /** How many event loops the node has: two a core, and enough for http and the rest. */
  public static int eventLoops(PlatformConfig config) {
    int usual = 2 * Runtime.getRuntime().availableProcessors();
    return Math.max(usual, config.builtIn("http").instances(usual) + OTHER_LOOPS);
  }

  /** The options, for what else wants to build on them. */
  public static VertxOptions options(PlatformConfig config) {
    return new VertxOptions()
        .setEventLoopPoolSize(eventLoops(config))
        .setBlockedThreadCheckInterval(1)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
        .setMaxEventLoopExecuteTime(1)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
        .setWarningExceptionTime(2)
        .setWarningExceptionTimeUnit(TimeUnit.SECONDS)
        // nothing is served from the class path, so no cache folder is made at every start
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }
}
