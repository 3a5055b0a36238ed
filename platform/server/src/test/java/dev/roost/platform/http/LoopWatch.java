package dev.roost.platform.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Notices every event loop that is blocked: Vert.x's own checker, made strict, and nobody overlooks
 * it.
 */
final class LoopWatch {
  private static final long LONGEST_STEP_MILLIS = 1_000;
  private static final Logger CHECKER =
      (Logger) LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");

  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();

  /** Begins to watch. */
  LoopWatch() {
    seen.start();
    CHECKER.addAppender(seen);
  }

  /** The strict checker. */
  static VertxOptions strict(VertxOptions options) {
    return options
        .setBlockedThreadCheckInterval(100)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
        .setMaxEventLoopExecuteTime(LONGEST_STEP_MILLIS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
  }

  /**
   * Ends the watch.
   *
   * @return the warnings there were
   */
  List<String> end() {
    CHECKER.detachAppender(seen);
    return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
