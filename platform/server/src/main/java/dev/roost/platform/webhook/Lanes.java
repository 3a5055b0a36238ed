package dev.roost.platform.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lanes of all targets that something is due for. Used by one context. */
final class Lanes {
  /** How many there are; what is due for others waits. */
  static final int MAX = 10_000;

  /** Who is refused by a host asks again at the latest then. */
  private static final long MAX_BLOCK_NANOS = Duration.ofMinutes(1).toNanos();

  private final DeliverySettings settings;
  private final Map<String, Lane> byTarget = new HashMap<>();
  private final Map<String, TokenBucket> byHost = new HashMap<>();

  Lanes(DeliverySettings settings) {
    this.settings = settings;
  }

  /** The lane of a target; empty if there are too many. */
  Optional<Lane> of(String target, long nowNanos) {
    Lane known = byTarget.get(target);
    if (known == null && byTarget.size() < MAX) {
      known = new Lane(target, settings, nowNanos);
      byTarget.put(target, known);
    }
    return Optional.ofNullable(known);
  }

  /** Targets for which nothing is to be taken now. */
  Set<String> closed(long nowNanos) {
    Set<String> closed = new HashSet<>();
    for (Lane lane : byTarget.values()) {
      if (!lane.isOpen(nowNanos)) {
        closed.add(lane.target());
      }
    }
    return closed;
  }

  /** Those somebody has to come back to. */
  List<Lane> limited() {
    return byTarget.values().stream().filter(Lane::isLimited).toList();
  }

  List<Lane> all() {
    return new ArrayList<>(byTarget.values());
  }

  /**
   * Takes a token of a host.
   *
   * @return empty if there was one; otherwise when to ask again
   */
  Optional<Long> take(String host, long nowNanos) {
    TokenBucket bucket =
        byHost.computeIfAbsent(
            host, key -> new TokenBucket(settings.perSecond(), settings.burst(), nowNanos));
    if (bucket.take(nowNanos)) {
      return Optional.empty();
    }
    long later = bucket.comeAgain(nowNanos) - nowNanos;
    return Optional.of(nowNanos + Math.min(later, MAX_BLOCK_NANOS));
  }

  /** Forgets what is as if it had never been. Hosts are no more than there were attempts lately. */
  void sweep(long nowNanos) {
    byTarget.values().removeIf(lane -> lane.isIdle(nowNanos));
    byHost.values().removeIf(bucket -> bucket.isFull(nowNanos));
  }
}
