package dev.roost.platform.gateway;

import dev.roost.protocol.RpcError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The moving windows of one client, one for each limit. */
final class ClientWindows {
  private static final long NANOS = 1_000_000_000L;

  private final List<RateLimit> limits;
  private final long[] startedNanos;
  private final long[] current;
  private final long[] previous;

  ClientWindows(List<RateLimit> limits, long now) {
    this.limits = limits;
    this.startedNanos = new long[limits.size()];
    Arrays.fill(startedNanos, now);
    this.current = new long[limits.size()];
    this.previous = new long[limits.size()];
  }

  synchronized Optional<RpcError> hit(int hits, long now) {
    for (int i = 0; i < limits.size(); i++) {
      move(i, now);
      if (weight(i, now) + hits > limits.get(i).hits()) {
        return Optional.of(
            RpcError.rateLimited(waitSeconds(i, hits, now), limits.get(i).toString()));
      }
    }
    for (int i = 0; i < current.length; i++) {
      current[i] += hits;
    }
    return Optional.empty();
  }

  synchronized boolean isQuiet(long now) {
    for (int i = 0; i < current.length; i++) {
      if (now - startedNanos[i] < 2 * length(i)) {
        return false;
      }
    }
    return true;
  }

  private void move(int i, long now) {
    long windows = (now - startedNanos[i]) / length(i);
    if (windows <= 0) {
      return;
    }
    previous[i] = windows == 1 ? current[i] : 0;
    current[i] = 0;
    startedNanos[i] = windows == 1 ? startedNanos[i] + length(i) : now;
  }

  private double weight(int i, long now) {
    double passed = (double) (now - startedNanos[i]) / length(i);
    return current[i] + previous[i] * Math.max(0, 1 - passed);
  }

  /** How long until the hits fit if nothing else is asked for; two windows if they never will. */
  private long waitSeconds(int i, int hits, long now) {
    double room = (double) limits.get(i).hits() - hits;
    double end;
    if (room < 0) {
      end = 2;
    } else if (current[i] <= room) {
      end = 1 - (room - current[i]) / previous[i];
    } else {
      end = 2 - room / current[i];
    }
    double nanos = end * length(i) - (now - startedNanos[i]);
    return Math.max(1, (long) Math.ceil(nanos / NANOS));
  }

  private long length(int i) {
    return limits.get(i).seconds() * NANOS;
  }
}
