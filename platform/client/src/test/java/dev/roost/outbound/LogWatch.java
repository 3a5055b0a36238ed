package dev.roost.outbound;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class writes into the log. */
final class LogWatch {
  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
  private final Logger logger;

  private LogWatch(Logger logger) {
    this.logger = logger;
    seen.start();
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logger.addAppender(seen);
  }

  static LogWatch of(Class<?> type) {
    return new LogWatch((Logger) LoggerFactory.getLogger(type));
  }

  /** Host and reason of each line. */
  List<String> texts() {
    return seen.list.stream()
        .map(line -> value(line, "host") + ": " + value(line, "reason"))
        .toList();
  }

  /** A value of the last line. */
  String value(String key) {
    return value(seen.list.get(seen.list.size() - 1), key);
  }

  private static String value(ILoggingEvent line, String key) {
    return line.getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(key))
        .map(pair -> String.valueOf(pair.value))
        .findFirst()
        .orElseThrow();
  }

  void end() {
    logger.detachAppender(seen);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
