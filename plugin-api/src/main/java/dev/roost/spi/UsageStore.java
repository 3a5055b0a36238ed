package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what tasks have used. Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>An event whose id is there already is left out, so that recording can be repeated.
 *   <li>A store that is not durable forgets the oldest when it is full; a durable one forgets only
 *       what is purged.
 * </ul>
 */
public interface UsageStore {
  /**
   * Which events.
   *
   * @param agentId who ran the task
   * @param consumerId who asked for it
   * @param taskId the task
   * @param start not before
   * @param end not after
   */
  record Query(
      Optional<String> agentId,
      Optional<String> consumerId,
      Optional<String> taskId,
      Optional<Instant> start,
      Optional<Instant> end) {
    /** All. */
    public static final Query ALL =
        new Query(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Refuses missing parts. */
    public Query {
      requireNonNull(agentId, "agentId");
      requireNonNull(consumerId, "consumerId");
      requireNonNull(taskId, "taskId");
      requireNonNull(start, "start");
      requireNonNull(end, "end");
    }

    /** Those of an agent. */
    public Query ofAgent(String agent) {
      return new Query(Optional.of(agent), consumerId, taskId, start, end);
    }

    /** Those of a consumer. */
    public Query ofConsumer(String consumer) {
      return new Query(agentId, Optional.of(consumer), taskId, start, end);
    }

    /** Those of a task. */
    public Query ofTask(String task) {
      return new Query(agentId, consumerId, Optional.of(task), start, end);
    }

    /** Those between two times, both included. */
    public Query between(Instant first, Instant last) {
      return new Query(agentId, consumerId, taskId, Optional.of(first), Optional.of(last));
    }

    /** Whether an event is one of them. */
    public boolean matches(UsageEvent event) {
      return agentId.map(event.agentId()::equals).orElse(true)
          && consumerId.map(event.consumerId()::equals).orElse(true)
          && taskId.map(event.taskId()::equals).orElse(true)
          && start.map(time -> !event.timestamp().isBefore(time)).orElse(true)
          && end.map(time -> !event.timestamp().isAfter(time)).orElse(true);
    }
  }

  /** Keeps events. */
  Future<Void> record(List<UsageEvent> events);

  /** Events, the oldest first; of the same time, in the order of their ids. */
  Future<List<UsageEvent>> query(Query query, int limit, int offset);

  /**
   * The events behind one, in the order of {@link #query}, to go through many.
   *
   * @param last the last of those before; need not be there any more
   */
  Future<List<UsageEvent>> queryAfter(Query query, UsageEvent last, int limit);

  /**
   * Adds up events. They are gone through page by page: what is recorded or purged meanwhile may be
   * in the sums or not.
   *
   * @return the sums, ordered by their keys; for {@link UsageGrouping#ALL} one, or none if there
   *     are no events. Fails with {@link IllegalArgumentException} if they are too many for {@link
   *     UsageTally}
   */
  Future<List<UsageAggregate>> aggregate(Query query, UsageGrouping grouping);

  /**
   * What an agent's tasks have used in a period, as the protocol's reference asks for it.
   *
   * @param now when the period ends
   * @return the sum, under the agent's name; of nothing, if there are no events
   */
  default Future<UsageAggregate> aggregate(String agentId, UsagePeriod period, Instant now) {
    return aggregate(
            Query.ALL.ofAgent(agentId).between(period.start(now), now), UsageGrouping.AGENT)
        .map(
            sums ->
                sums.isEmpty()
                    ? new UsageAggregate(agentId, UsageEvent.Metrics.NONE, 0, 0, 0)
                    : sums.get(0));
  }

  /** How many there are. */
  Future<Long> count();

  /**
   * Forgets those before a time.
   *
   * @param limit at most so many; ask again until none is left
   * @return how many
   */
  Future<Integer> purge(Instant before, int limit);
}
