package dev.roost.platform.state;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a database forget what is too much, each minute. */
final class Upkeep {
  private static final long EVERY_SECONDS = 60;
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final RowBackend backend;
  private final ScheduledExecutorService timer;

  private Upkeep(RowBackend backend) {
    this.backend = backend;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "roost-state-" + backend.name() + "-upkeep");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins now. */
  static Upkeep of(RowBackend backend) {
    Upkeep upkeep = new Upkeep(backend);
    upkeep.timer.scheduleWithFixedDelay(upkeep::run, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    return upkeep;
  }

  private void run() {
    backend
        .upkeep()
        .onSuccess(
            forgotten -> {
              if (forgotten > 0 && !timer.isShutdown()) {
                run();
              }
            })
        .onFailure(e -> LOG.atDebug().setCause(e).log("The upkeep of the state was put off"));
  }

  /** Stops. */
  void stop() {
    timer.shutdown();
  }
}
