package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import dev.roost.platform.state.RowBackend;
import dev.roost.platform.state.StateConfig;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.open.StateBackends;
import dev.roost.platform.task.TaskSettings;
import dev.roost.spi.StateBackend;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's database: opened before all rooms, closed after them. */
public final class NodeState {
  private static final Logger LOG = LoggerFactory.getLogger(NodeState.class);

  private volatile @Nullable StateBackend backend;

  /** None yet. */
  public NodeState() {}

  /**
   * Opens what the configuration names; blocks.
   *
   * @throws dev.roost.platform.state.StateOpenException if that does not work, saying what to do
   */
  StateBackend open(Vertx vertx, PlatformConfig config) {
    StateBackend opened = open(vertx, stateConfig(config), config);
    backend = opened;
    if (opened instanceof RowBackend rows) {
      rows.keepUp();
    }
    if (!opened.durable() && !opened.name().equals("memory")) {
      LOG.atWarn()
          .addKeyValue("backend", opened.name())
          .log("The state may lose what it has just answered for; see platform/STATE.md");
    }
    return opened;
  }

  /** Opens another database with the settings of a configuration; blocks. */
  public static StateBackend open(Vertx vertx, StateConfig state, PlatformConfig config) {
    TaskSettings tasks = TaskSettings.of(config.section("task"));
    return StateBackends.open(vertx, state, StateSettings.of(tasks.idempotency(), tasks.timeout()));
  }

  /** Which database the configuration names. */
  public static StateConfig stateConfig(PlatformConfig config) {
    return StateConfig.of(config.section("state"), config::resolve);
  }

  /** Writes what waits and lets go of it. */
  CompletableFuture<Void> close() {
    StateBackend open = backend;
    return open == null
        ? CompletableFuture.completedFuture(null)
        : open.close().toCompletionStage().toCompletableFuture();
  }
}
