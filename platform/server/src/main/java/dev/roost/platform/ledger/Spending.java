package dev.roost.platform.ledger;

import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.TaskMetrics;
import dev.roost.protocol.TaskResponse;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageEvent.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a task has used, by its own word; how long it took is measured. */
final class Spending {
  private static final String PREFIX = "evt_";

  private Spending() {}

  /** The usage of a task request that was answered as such; nothing else has one. */
  static Optional<UsageEvent> of(LiveTask call, Envelope answer) {
    if (!call.isTask()
        || !(answer.payload() instanceof TaskResponse response)
        || response.taskId().isEmpty()) {
      return Optional.empty();
    }
    Instant now = Instant.now();
    long millis = Math.max(0, Duration.between(call.acceptedAt(), now).toMillis());
    return Optional.of(
        new UsageEvent(
            PREFIX + Ids.next(),
            call.id(),
            call.agent().value(),
            call.request().sender().value(),
            metrics(response.metrics(), millis),
            now));
  }

  private static Metrics metrics(@Nullable TaskMetrics told, long millis) {
    if (told == null) {
      return new Metrics(0, 0, millis, 0);
    }
    Long written = told.tokensOut() == null ? told.tokensUsed() : told.tokensOut();
    return new Metrics(number(told.tokensIn()), number(written), millis, number(told.apiCalls()));
  }

  private static long number(@Nullable Long told) {
    return told == null ? 0 : Math.max(0, told);
  }
}
