package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.AuditChain;
import dev.roost.spi.AuditEntry;
import dev.roost.spi.AuditLine;
import dev.roost.spi.AuditStore;
import dev.roost.spi.UsageAggregate;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageEvent.Metrics;
import dev.roost.spi.UsageGrouping;
import dev.roost.spi.UsagePeriod;
import dev.roost.spi.UsageStore.Query;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contracts of {@link dev.roost.spi.UsageStore} and {@link dev.roost.spi.AuditStore}. */
public interface LedgerContract extends Backed {
  private List<String> usage(Query query, int limit, int offset) throws Exception {
    return await(backend().usage().query(query, limit, offset)).stream()
        .map(UsageEvent::id)
        .toList();
  }

  @Test
  default void usageIsFoundByWhoWhatAndWhen() throws Exception {
    // Given
    UsageEvent first = Samples.usage("e1", "agent/a", "x", 1);

    // When
    await(
        backend()
            .usage()
            .record(
                List.of(
                    Samples.usage("e3", "agent/a", "y", 3),
                    first,
                    Samples.usage("e2", "agent/b", "x", 2))));

    // Then
    Instant time = Samples.TIME;
    assertThat(await(backend().usage().query(Query.ALL, 1, 0))).containsExactly(first);
    assertThat(usage(Query.ALL, 9, 0)).containsExactly("e1", "e2", "e3");
    assertThat(usage(Query.ALL, 1, 1)).containsExactly("e2");
    assertThat(usage(Query.ALL.ofAgent("agent/a"), 9, 0)).containsExactly("e1", "e3");
    assertThat(usage(Query.ALL.ofAgent("agent"), 9, 0)).isEmpty();
    assertThat(usage(Query.ALL.ofConsumer("x"), 9, 0)).containsExactly("e1", "e2");
    assertThat(usage(Query.ALL.ofAgent("agent/a").ofConsumer("y"), 9, 0)).containsExactly("e3");
    assertThat(usage(Query.ALL.ofTask("task_e2"), 9, 0)).containsExactly("e2");
    assertThat(usage(Query.ALL.between(time.plusSeconds(1), time.plusSeconds(2)), 9, 0))
        .containsExactly("e1", "e2");
    assertThat(
            usage(
                Query.ALL.ofAgent("agent/a").between(time.plusMillis(1001), time.plusSeconds(9)),
                9,
                0))
        .containsExactly("e3");
    assertThat(await(backend().usage().count())).isEqualTo(3);
  }

  @Test
  default void usageIsRecordedOnce() throws Exception {
    // Given
    await(backend().usage().record(List.of(Samples.usage("e1", "a", "x", 1))));

    // When
    await(
        backend()
            .usage()
            .record(List.of(Samples.usage("e1", "b", "x", 9), Samples.usage("e2", "a", "x", 2))));

    // Then
    assertThat(usage(Query.ALL, 9, 0)).containsExactly("e1", "e2");
    assertThat(usage(Query.ALL.ofAgent("b"), 9, 0)).isEmpty();
  }

  @Test
  default void manyPagesOfUsageAreOneList() throws Exception {
    // Given
    List<UsageEvent> events =
        IntStream.range(0, 1_200)
            .mapToObj(i -> Samples.usage("e" + (10_000 + i), "a", "x" + i % 2, i))
            .toList();

    // When
    await(backend().usage().record(events));

    // Then
    assertThat(await(backend().usage().query(Query.ALL, 5_000, 0))).isEqualTo(events);
    assertThat(await(backend().usage().query(Query.ALL.ofAgent("a").ofConsumer("x1"), 10, 550)))
        .isEqualTo(
            events.stream().filter(e -> e.consumerId().equals("x1")).skip(550).limit(10).toList());
  }

  @Test
  default void usageIsReadOnFromWhereItWasLeft() throws Exception {
    // Given
    List<UsageEvent> events =
        IntStream.range(0, 30)
            .mapToObj(i -> Samples.usage("e" + (10 + i), "a", "x", i / 7))
            .toList();
    await(backend().usage().record(events));
    Query query = Query.ALL.ofAgent("a");
    List<UsageEvent> read = new ArrayList<>(await(backend().usage().query(query, 4, 0)));

    // When
    List<UsageEvent> page = read;
    while (!page.isEmpty()) {
      page = await(backend().usage().queryAfter(query, read.get(read.size() - 1), 4));
      read.addAll(page);
    }

    // Then
    assertThat(read).isEqualTo(events);
    assertThat(
            await(
                backend()
                    .usage()
                    .queryAfter(
                        Query.ALL.between(Samples.TIME.plusSeconds(4), Samples.TIME.plusSeconds(9)),
                        events.get(3),
                        9)))
        .containsExactly(events.get(28), events.get(29));
  }

  /** Five events: two agents, two consumers, three days, two weeks. */
  private void recordFive() throws Exception {
    Instant sunday = Instant.parse("2026-01-04T23:59:59.999999Z");
    Metrics one = new Metrics(1, 10, 100, 1_000);
    await(
        backend()
            .usage()
            .record(
                List.of(
                    new UsageEvent("e1", "t1", "agent/a", "x", one, sunday.minusSeconds(86_400)),
                    new UsageEvent("e2", "t2", "agent/a", "y", one, sunday),
                    new UsageEvent("e3", "t3", "agent/b", "x", one, sunday.plusNanos(1_000)),
                    new UsageEvent("e4", "t4", "agent/a", "x", one, sunday.plusSeconds(3_600)),
                    new UsageEvent("e5", "t5", "agent/a", "x", one, sunday.plusSeconds(3_601)))));
  }

  private static UsageAggregate sum(String key, int tasks, int agents, int consumers) {
    Metrics total = new Metrics(tasks, 10L * tasks, 100L * tasks, 1_000L * tasks);
    return new UsageAggregate(key, total, tasks, agents, consumers);
  }

  @Test
  default void usageIsAddedUpByWhoAndWhen() throws Exception {
    // Given
    recordFive();
    Instant monday = Instant.parse("2026-01-05T00:00:00Z");

    // When
    List<UsageAggregate> agents =
        await(backend().usage().aggregate(Query.ALL, UsageGrouping.AGENT));

    // Then
    assertThat(agents).containsExactly(sum("agent/a", 4, 1, 2), sum("agent/b", 1, 1, 1));
    assertThat(await(backend().usage().aggregate(Query.ALL, UsageGrouping.CONSUMER)))
        .containsExactly(sum("x", 4, 2, 1), sum("y", 1, 1, 1));
    assertThat(await(backend().usage().aggregate(Query.ALL, UsageGrouping.DAY)))
        .containsExactly(
            sum("2026-01-03", 1, 1, 1), sum("2026-01-04", 1, 1, 1), sum("2026-01-05", 3, 2, 1));
    assertThat(await(backend().usage().aggregate(Query.ALL, UsageGrouping.WEEK)))
        .containsExactly(sum("2026-W01", 2, 1, 2), sum("2026-W02", 3, 2, 1));
    assertThat(await(backend().usage().aggregate(Query.ALL.ofConsumer("x"), UsageGrouping.ALL)))
        .containsExactly(sum("", 4, 2, 1));
    assertThat(
            await(
                backend()
                    .usage()
                    .aggregate(
                        Query.ALL.between(monday, monday.plusSeconds(3_599)), UsageGrouping.AGENT)))
        .containsExactly(sum("agent/b", 1, 1, 1));
    assertThat(await(backend().usage().aggregate(Query.ALL.ofAgent("z"), UsageGrouping.ALL)))
        .isEmpty();
  }

  @Test
  default void usageOfAPeriodIsAddedUp() throws Exception {
    // Given
    recordFive();
    Instant now = Instant.parse("2026-01-05T01:00:01Z");

    // When
    UsageAggregate hour =
        await(
            backend()
                .usage()
                .aggregate("agent/a", UsagePeriod.HOUR, now.minusNanos(1_000_001_000)));

    // Then
    assertThat(hour).isEqualTo(sum("agent/a", 2, 1, 2));
    assertThat(await(backend().usage().aggregate("agent/a", UsagePeriod.DAY, now)))
        .isEqualTo(sum("agent/a", 2, 1, 1));
    assertThat(await(backend().usage().aggregate("agent/a", UsagePeriod.WEEK, now)))
        .isEqualTo(sum("agent/a", 4, 1, 2));
    assertThat(await(backend().usage().aggregate("nobody", UsagePeriod.WEEK, now)))
        .isEqualTo(new UsageAggregate("nobody", Metrics.NONE, 0, 0, 0));
  }

  @Test
  default void manyPagesOfUsageAreOneSum() throws Exception {
    // Given
    List<UsageEvent> events =
        IntStream.range(0, 1_203)
            .mapToObj(i -> Samples.usage("e" + (10_000 + i), "a" + i % 3, "x" + i % 2, i))
            .toList();
    await(backend().usage().record(events));

    // When
    List<UsageAggregate> sums = await(backend().usage().aggregate(Query.ALL, UsageGrouping.AGENT));

    // Then
    assertThat(sums).extracting(UsageAggregate::tasks).containsExactly(401L, 401L, 401L);
    assertThat(await(backend().usage().aggregate(Query.ALL.ofConsumer("x1"), UsageGrouping.ALL)))
        .extracting(UsageAggregate::tasks)
        .containsExactly(601L);
    assertThat(sums.get(0).total())
        .isEqualTo(
            events.stream()
                .filter(event -> event.agentId().equals("a0"))
                .map(UsageEvent::metrics)
                .reduce(Metrics.NONE, Metrics::plus));
  }

  @Test
  default void oldUsageIsPurged() throws Exception {
    // Given
    for (int i = 1; i <= 4; i++) {
      await(backend().usage().record(List.of(Samples.usage("e" + i, "a", "x", i))));
    }

    // When
    int first = await(backend().usage().purge(Samples.TIME.plusSeconds(4), 2));
    int rest = await(backend().usage().purge(Samples.TIME.plusSeconds(4), 9));

    // Then
    assertThat(first).isEqualTo(2);
    assertThat(rest).isEqualTo(1);
    assertThat(usage(Query.ALL, 9, 0)).containsExactly("e4");
    assertThat(usage(Query.ALL.ofAgent("a"), 9, 0)).containsExactly("e4");
  }

  @Test
  default void linesOfTheAuditLogAreChained() throws Exception {
    // Given
    JsonObject details = new JsonObject().put("response_id", "r1").put("envelope_id", "ä\"☃");

    // When
    AuditEntry first = await(backend().audit().append("task.request", "urn:a", details));
    clock().advance(Duration.ofHours(-1));
    AuditEntry second = await(backend().audit().append("task.cancel", "urn:b", new JsonObject()));

    // Then
    assertThat(first.sequence()).isEqualTo(1);
    assertThat(first.prevHash()).isEmpty();
    assertThat(first.timestamp()).isEqualTo(Samples.TIME);
    assertThat(first.details()).isEqualTo(details);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(second.prevHash()).isEqualTo(first.hash());
    assertThat(second.timestamp()).isEqualTo(first.timestamp());
    assertThat(List.of(first, second)).allMatch(AuditEntry::isSound);
    assertThat(await(backend().audit().read(0, 9))).containsExactly(first, second);
    assertThat(await(backend().audit().read(1, 9))).containsExactly(second);
    assertThat(await(backend().audit().verify())).isEmpty();
  }

  @Test
  default void linesAreAppendedTogetherInTheirOrder() throws Exception {
    // Given
    Instant time = Samples.TIME;
    AuditEntry before = await(backend().audit().append("first", "urn:a", new JsonObject()));
    List<AuditLine> lines =
        List.of(
            new AuditLine(time.plusSeconds(2), "second", "urn:b", new JsonObject().put("i", 2)),
            new AuditLine(time.plusSeconds(1), "third", "urn:c", new JsonObject().put("i", 3)));

    // When
    List<AuditEntry> added = await(backend().audit().append(lines));

    // Then
    assertThat(added).extracting(AuditEntry::sequence).containsExactly(2L, 3L);
    assertThat(added).extracting(AuditEntry::operation).containsExactly("second", "third");
    assertThat(added)
        .extracting(AuditEntry::timestamp)
        .containsExactly(time.plusSeconds(2), time.plusSeconds(2));
    assertThat(added.get(0).prevHash()).isEqualTo(before.hash());
    assertThat(await(backend().audit().read(1, 9))).isEqualTo(added);
    assertThat(await(backend().audit().lastSequence())).isEqualTo(3);
    assertThat(await(backend().audit().verify())).isEmpty();
  }

  @Test
  default void ofLinesThatCannotAllBeHashedNoneIsAppended() throws Exception {
    // Given
    AuditLine good = new AuditLine(Samples.TIME, "op", "urn:a", new JsonObject());
    AuditLine bad = new AuditLine(Samples.TIME, "op", "urn:a", new JsonObject().put("n", 0.5));

    // When
    Throwable failure = failure(backend().audit().append(List.of(good, bad)));

    // Then
    assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    assertThat(await(backend().audit().lastSequence())).isZero();
  }

  @Test
  default void theChainIsVerifiedInParts() throws Exception {
    // Given
    for (int i = 0; i < 3; i++) {
      await(
          backend()
              .audit()
              .append(
                  IntStream.range(0, 400)
                      .mapToObj(n -> new AuditLine(Samples.TIME, "op", "urn:a", new JsonObject()))
                      .toList()));
    }

    // When
    AuditChain.Stretch first = await(backend().audit().verify(AuditChain.Link.START, 600));
    AuditChain.Stretch rest = await(backend().audit().verify(first.last(), 10_000));
    AuditChain.Stretch wrong =
        await(backend().audit().verify(new AuditChain.Link(700, first.last().hash()), 10_000));

    // Then
    assertThat(first.complete()).isFalse();
    assertThat(first.checked()).isEqualTo(1_000);
    assertThat(rest.complete()).isTrue();
    assertThat(rest.checked()).isEqualTo(200);
    assertThat(rest.last().sequence()).isEqualTo(1_200);
    assertThat(rest.broken()).isEmpty();
    assertThat(wrong.broken()).contains(701L);
  }

  @Test
  default void linesOfTheAuditLogAreFoundByWhoAndWhen() throws Exception {
    // Given
    for (int i = 1; i <= 6; i++) {
      await(
          backend()
              .audit()
              .append("op" + i, i % 2 == 0 ? "urn:even" : "urn:odd", new JsonObject()));
      clock().advance(Duration.ofSeconds(1));
    }

    // When
    List<AuditEntry> all = await(backend().audit().query(AuditStore.Query.ALL, 9, 0));

    // Then
    assertThat(all).extracting(AuditEntry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(await(backend().audit().query(AuditStore.Query.ALL, 2, 3)))
        .isEqualTo(all.subList(3, 5));
    assertThat(
            await(
                backend()
                    .audit()
                    .query(
                        new AuditStore.Query(
                            Optional.of("urn:odd"),
                            Optional.of(Samples.TIME.plusSeconds(1)),
                            Optional.of(Samples.TIME.plusSeconds(4))),
                        9,
                        0)))
        .containsExactly(all.get(2), all.get(4));
  }

  @Test
  default void whatCannotBeHashedIsRefused() throws Exception {
    // Given
    JsonObject fraction = new JsonObject().put("n", 1.5);

    // When
    Throwable failure = failure(backend().audit().append("op", "urn:a", fraction));

    // Then
    assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    assertThat(await(backend().audit().read(0, 9))).isEmpty();
  }

  @Test
  default void theChainHasNoGapsWhoeverAppends() throws Exception {
    // Given
    int lines = 700;

    // When
    atOnce(lines, i -> backend().audit().append("op", "urn:" + i, new JsonObject().put("i", i)));

    // Then
    assertThat(await(backend().audit().verify())).isEmpty();
    assertThat(await(backend().audit().read(0, 10_000)))
        .extracting(AuditEntry::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, lines).boxed().toList());
  }
}
