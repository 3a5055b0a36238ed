package dev.roost.platform.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open connections of all event loops, in all and by client address. */
final class ConnectionLimits {
  private final int max;
  private final int maxPerAddress;
  private final AtomicInteger total = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

  ConnectionLimits(int max, int maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /** Counts a connection in; false if it is one too many. */
  boolean enter(String address) {
    return enter(address, maxPerAddress);
  }

  /** The same for a proxy: it carries the requests of many clients, so only the total counts. */
  boolean enterProxy(String address) {
    return enter(address, max);
  }

  private boolean enter(String address, int maxHere) {
    if (total.incrementAndGet() > max) {
      total.decrementAndGet();
      return false;
    }
    if (byAddress.merge(address, 1, Integer::sum) > maxHere) {
      exit(address);
      return false;
    }
    return true;
  }

  /** Counts a connection out. */
  void exit(String address) {
    total.decrementAndGet();
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  int addresses() {
    return byAddress.size();
  }

  int total() {
    return total.get();
  }
}
