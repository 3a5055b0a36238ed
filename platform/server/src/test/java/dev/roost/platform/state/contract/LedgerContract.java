package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.AuditEntry;
import dev.roost.spi.AuditStore;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageStore.Query;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
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
