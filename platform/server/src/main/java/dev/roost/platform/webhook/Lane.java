package dev.roost.platform.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is on its way to one target. Deliveries of the same task go one after the other; others
 * beside each other, within bounds. After an attempt without an answer there is one at a time, so
 * that those who hang cannot take all the room. Used by one context.
 */
final class Lane {
  private static final long SUSPECT_NANOS = Duration.ofMinutes(10).toNanos();

  private final String target;
  private final TokenBucket bucket;
  private final int maxRunning;
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private final Set<String> tasks = new HashSet<>();
  private int returning;
  private boolean excluded;
  private boolean suspect;
  private long suspectNanos;
  private boolean blocked;
  private long blockedNanos;
  private long progressNanos;

  Lane(String target, DeliverySettings settings, long nowNanos) {
    this.target = target;
    this.bucket = new TokenBucket(settings.perSecond(), settings.burst(), nowNanos);
    this.maxRunning = settings.perTarget();
    this.progressNanos = nowNanos;
  }

  String target() {
    return target;
  }

  /** Whether an attempt could begin now. */
  private boolean hasRoom(long nowNanos) {
    return tasks.size() < limit(nowNanos) && !isBlocked(nowNanos) && bucket.has(nowNanos);
  }

  private int limit(long nowNanos) {
    suspect = suspect && nowNanos - suspectNanos < SUSPECT_NANOS;
    return suspect ? 1 : maxRunning;
  }

  private boolean isBlocked(long nowNanos) {
    blocked = blocked && nowNanos - blockedNanos < 0;
    return blocked;
  }

  /** Whether more is to be taken for it; if not, it is remembered that something may be due. */
  boolean isOpen(long nowNanos) {
    excluded = !isReady(nowNanos);
    return !excluded;
  }

  private boolean isReady(long nowNanos) {
    return waiting.isEmpty() && returning == 0 && hasRoom(nowNanos);
  }

  /** Whether it was left out when something was taken, and need not be any more. */
  boolean isOpenAgain(long nowNanos) {
    return excluded && isReady(nowNanos);
  }

  /** Whether somebody has to come back to it. */
  boolean isLimited() {
    return excluded || !waiting.isEmpty();
  }

  /** Whether it can be forgotten. */
  boolean isIdle(long nowNanos) {
    return waiting.isEmpty()
        && tasks.isEmpty()
        && returning == 0
        && !isBlocked(nowNanos)
        && limit(nowNanos) == maxRunning
        && bucket.isFull(nowNanos);
  }

  /** Lets a delivery wait; not if one before it is on its way back. */
  boolean offer(Delivery delivery, int maxWaiting, long nowNanos) {
    if (returning > 0 || waiting.size() >= maxWaiting) {
      return false;
    }
    if (waiting.isEmpty()) {
      progressNanos = nowNanos;
    }
    return waiting.add(delivery);
  }

  /** The next one whose attempt begins now. */
  Optional<Delivery> next(long nowNanos) {
    if (!hasRoom(nowNanos)) {
      return Optional.empty();
    }
    for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
      Delivery one = all.next();
      if (tasks.add(one.payload().taskId())) {
        all.remove();
        bucket.take(nowNanos);
        progressNanos = nowNanos;
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** It did not begin after all, and comes first again; nothing begins until then. */
  void putBack(Delivery delivery, long untilNanos) {
    tasks.remove(delivery.payload().taskId());
    waiting.addFirst(delivery);
    bucket.giveBack();
    blocked = true;
    blockedNanos = untilNanos;
  }

  /** It is done with. */
  void done(Delivery delivery) {
    tasks.remove(delivery.payload().taskId());
  }

  /** No attempt was made. */
  void spared() {
    bucket.giveBack();
  }

  /** Somebody answered, or nobody. */
  void answered(boolean somebody, long nowNanos) {
    suspect = !somebody;
    suspectNanos = nowNanos;
  }

  /** Whether something has waited for too long. */
  boolean isStale(Duration patience, Duration oldest, long nowNanos) {
    return !waiting.isEmpty()
        && (nowNanos - progressNanos >= patience.toNanos()
            || waiting.getFirst().isOlder(oldest, nowNanos));
  }

  /** All that wait, which do so no more: they are on their way back. */
  List<Delivery> release() {
    List<Delivery> released = new ArrayList<>(waiting);
    waiting.clear();
    returning += released.size();
    excluded = true;
    return released;
  }

  /** One is on its way back that never waited. */
  void refused() {
    returning++;
    excluded = true;
  }

  /** One has come back to where it was taken. */
  void returned() {
    returning--;
  }
}
