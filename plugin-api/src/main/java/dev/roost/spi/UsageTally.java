package dev.roost.spi;

import dev.roost.spi.UsageEvent.Metrics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up events one by one, for stores whose database cannot. Used by one thread at a time. */
public final class UsageTally {
  /** How many sums, and different names within them, are kept apart. */
  public static final int MAX_NAMES = 100_000;

  /** How many events are added up. */
  public static final int MAX_EVENTS = 1_000_000;

  private final UsageGrouping grouping;
  private final SortedMap<String, Sum> sums = new TreeMap<>();
  private int names;
  private int events;

  /** Sums of one kind. */
  public UsageTally(UsageGrouping grouping) {
    this.grouping = grouping;
  }

  private static final class Sum {
    private final Set<String> agents = new HashSet<>();
    private final Set<String> consumers = new HashSet<>();
    private Metrics total = Metrics.NONE;
    private long tasks;
  }

  /**
   * Adds an event.
   *
   * @throws IllegalArgumentException if there are more than {@value #MAX_EVENTS} of them, or more
   *     than {@value #MAX_NAMES} names in them, saying what to do
   */
  public void add(UsageEvent event) {
    events++;
    Sum sum = sums.computeIfAbsent(grouping.keyOf(event), key -> counted(new Sum()));
    sum.total = sum.total.plus(event.metrics());
    sum.tasks++;
    if (sum.agents.add(event.agentId())) {
      names++;
    }
    if (sum.consumers.add(event.consumerId())) {
      names++;
    }
    if (events > MAX_EVENTS || names > MAX_NAMES) {
      throw new IllegalArgumentException(
          "more than "
              + (events > MAX_EVENTS ? MAX_EVENTS + " events" : MAX_NAMES + " names")
              + " to add up; narrow it by start and end, agent_id or consumer_id");
    }
  }

  private Sum counted(Sum sum) {
    names++;
    return sum;
  }

  /** The sums, ordered by their keys. */
  public List<UsageAggregate> sums() {
    return sums.entrySet().stream()
        .map(
            entry -> {
              Sum sum = entry.getValue();
              return new UsageAggregate(
                  entry.getKey(), sum.total, sum.tasks, sum.agents.size(), sum.consumers.size());
            })
        .toList();
  }
}
