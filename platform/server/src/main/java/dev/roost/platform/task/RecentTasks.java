package dev.roost.platform.task;

import java.lang.ref.SoftReference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

/**
 * The last tasks whose callers have their answers already. Somebody may still ask for one, but
 * hardly anybody does, and there are many: keeping one costs a slot and no map. They are let go
 * when the heap is short. Shared by all event loops.
 */
final class RecentTasks {
  /** How many; a power of two. */
  static final int KEPT = 1_024;

  private final AtomicReferenceArray<SoftReference<LiveTask>> slots =
      new AtomicReferenceArray<>(KEPT);
  private final AtomicInteger next = new AtomicInteger();

  void add(LiveTask task) {
    slots.lazySet(next.getAndIncrement() & (KEPT - 1), new SoftReference<>(task));
  }

  /** Looks at each, which is cheap enough for what is rarely asked. */
  Optional<LiveTask> find(Predicate<LiveTask> wanted) {
    for (int i = 0; i < KEPT; i++) {
      SoftReference<LiveTask> slot = slots.get(i);
      LiveTask task = slot == null ? null : slot.get();
      if (task != null && wanted.test(task)) {
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }
}
