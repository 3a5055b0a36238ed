package dev.roost.platform.gateway;

import dev.roost.protocol.RpcError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Limits the hits of each client by moving windows. A window is the running count plus the share of
 * the one before that still lies inside, so a client costs a few numbers, however many hits it
 * makes.
 */
public final class RateLimiter {
  /** How many clients are remembered; beyond, the ones that are quiet are forgotten. */
  static final int MAX_CLIENTS = 50_000;

  private final List<RateLimit> limits;
  private final LongSupplier nanoTime;
  private final Map<String, ClientWindows> clients = new ConcurrentHashMap<>();

  /** With the system's clock. */
  public RateLimiter(List<RateLimit> limits) {
    this(limits, System::nanoTime);
  }

  RateLimiter(List<RateLimit> limits, LongSupplier nanoTime) {
    this.limits = List.copyOf(limits);
    this.nanoTime = nanoTime;
  }

  /**
   * Counts hits of a client.
   *
   * @return nothing, or the error of a client that has used up its limit; then none of the hits
   *     counts
   */
  Optional<RpcError> hit(String client, int hits) {
    if (limits.isEmpty() || hits == 0) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    if (clients.size() >= MAX_CLIENTS && !clients.containsKey(client)) {
      forgetQuietClients(now);
    }
    return clients.computeIfAbsent(client, key -> new ClientWindows(limits, now)).hit(hits, now);
  }

  int clients() {
    return clients.size();
  }

  private synchronized void forgetQuietClients(long now) {
    if (clients.size() >= MAX_CLIENTS) {
      clients.values().removeIf(windows -> windows.isQuiet(now));
      if (clients.size() >= MAX_CLIENTS) {
        clients.clear();
      }
    }
  }
}
