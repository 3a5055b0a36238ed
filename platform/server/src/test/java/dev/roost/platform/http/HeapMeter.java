package dev.roost.platform.http;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * How much the threads of the virtual machine allocate, but for the one that measures: a bound of
 * what the heap can grow by, whenever garbage is collected.
 */
public final class HeapMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> before = allocated();

  /** Begins to measure. */
  public HeapMeter() {}

  /** How much of the heap is in use when garbage has just been collected. */
  public static long live() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
        .sum();
  }

  /** Bytes since this was made, by threads whose names begin like that. */
  public long allocatedBy(String threadName) {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
      ThreadInfo info = THREADS.getThreadInfo(thread.getKey());
      if (info != null && info.getThreadName().startsWith(threadName)) {
        sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      }
    }
    return sum;
  }

  private static Map<Long, Long> allocated() {
    Map<Long, Long> allocated = new HashMap<>();
    long own = Thread.currentThread().getId();
    for (long id : THREADS.getAllThreadIds()) {
      if (id != own) {
        allocated.put(id, THREADS.getThreadAllocatedBytes(id));
      }
    }
    return allocated;
  }
}
