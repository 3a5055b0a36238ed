package dev.roost.platform.discovery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The event loops that carry connections. A binding registers its own when it starts. Agents that
 * could block are kept off them; stateless agents get an instance on each.
 */
public final class BindingLoops {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Registers the calling thread. */
  public void register() {
    threads.add(Thread.currentThread());
  }

  /** Says whether that thread carries connections. */
  public boolean contains(Thread thread) {
    return threads.contains(thread);
  }

  /** The threads registered so far. */
  public Set<Thread> threads() {
    return Set.copyOf(threads);
  }
}
