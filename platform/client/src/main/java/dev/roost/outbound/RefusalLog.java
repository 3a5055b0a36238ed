package dev.roost.outbound;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators which URLs were refused and why. Whoever sends URLs could fill the log: beyond so
 * many a minute they are only counted. Of a URL only the host is told; the rest may be a secret.
 */
final class RefusalLog {
  static final int MAX_A_MINUTE = 60;

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private long minute;
  private int told;
  private int left;

  RefusalLog() {
    this(System::nanoTime);
  }

  RefusalLog(LongSupplier nanos) {
    this.nanos = nanos;
    this.minute = nanos.getAsLong();
  }

  /** Tells of a URL. */
  synchronized void add(String host, String reason) {
    long now = nanos.getAsLong();
    if (now - minute > MINUTE) {
      minute = now;
      told = 0;
    }
    if (told == MAX_A_MINUTE) {
      left++;
      return;
    }
    told++;
    LOG.atInfo()
        .addKeyValue("host", host)
        .addKeyValue("reason", reason)
        .addKeyValue("untold", left)
        .log("A URL was not used");
    left = 0;
  }
}
