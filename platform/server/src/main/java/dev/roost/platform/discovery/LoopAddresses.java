package dev.roost.platform.discovery;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which instance of a generation runs on which event-loop thread. Written when instances come and
 * go, read for every task: copied on write.
 */
final class LoopAddresses {
  private volatile Map<Thread, String> byThread = Map.of();

  synchronized void add(Thread loop, String address) {
    Map<Thread, String> copy = new IdentityHashMap<>(byThread);
    copy.put(loop, address);
    byThread = copy;
  }

  synchronized void remove(String address) {
    Map<Thread, String> copy = new IdentityHashMap<>(byThread);
    copy.values().removeIf(address::equals);
    byThread = copy.isEmpty() ? Map.of() : copy;
  }

  /** The instance on the calling thread. */
  @Nullable String mine() {
    Map<Thread, String> current = byThread;
    return current.isEmpty() ? null : current.get(Thread.currentThread());
  }
}
