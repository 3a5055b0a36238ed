package dev.roost.platform.discovery;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one generation: where they listen, on which event loop, how much they do.
 * Written when instances come and go, read for every task: copied on write.
 */
final class AgentInstances {
  private volatile Map<Thread, String> byLoop = Map.of();
  private volatile Map<String, IntSupplier> running = Map.of();

  /**
   * Adds an instance.
   *
   * @param loop the event loop that it runs on, null if it runs on other threads
   * @param tasks how many tasks it is running
   */
  synchronized void add(String address, @Nullable Thread loop, IntSupplier tasks) {
    if (loop != null) {
      Map<Thread, String> loops = new IdentityHashMap<>(byLoop);
      loops.put(loop, address);
      byLoop = loops;
    }
    Map<String, IntSupplier> all = new HashMap<>(running);
    all.put(address, tasks);
    running = all;
  }

  synchronized void remove(String address) {
    Map<Thread, String> loops = new IdentityHashMap<>(byLoop);
    loops.values().removeIf(address::equals);
    byLoop = loops.isEmpty() ? Map.of() : loops;
    Map<String, IntSupplier> all = new HashMap<>(running);
    all.remove(address);
    running = all;
  }

  /** The instance on the calling thread. */
  @Nullable String mine() {
    Map<Thread, String> current = byLoop;
    return current.isEmpty() ? null : current.get(Thread.currentThread());
  }

  int count() {
    return running.size();
  }

  int running() {
    return running.values().stream().mapToInt(IntSupplier::getAsInt).sum();
  }
}
