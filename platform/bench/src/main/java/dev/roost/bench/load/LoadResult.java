package dev.roost.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What one stretch of load brought.
 *
 * @param nanos how long it took
 * @param latencies of its requests, in nanoseconds; the count is the number of requests
 */
record LoadResult(long nanos, Histogram latencies) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  long requests() {
    return latencies.getTotalCount();
  }

  double requestsPerSecond() {
    return requests() * NANOS_PER_SECOND / nanos;
  }

  double percentileMillis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  double slowestMillis() {
    return latencies.getMaxValue() / NANOS_PER_MILLI;
  }
}
