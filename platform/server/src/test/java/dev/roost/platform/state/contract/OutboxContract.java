package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.DeadLetter;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore.Counts;
import dev.roost.spi.StateException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contracts of {@link dev.roost.spi.OutboxStore} and {@link dev.roost.spi.DeadLetterStore}. */
public interface OutboxContract extends Backed {
  /** For how long entries are taken in these tests. */
  Duration HELD = Duration.ofSeconds(30);

  private List<OutboxEntry> take(int limit, String... except) throws Exception {
    return await(backend().outbox().take(HELD, Set.of(except), limit));
  }

  private void add(String destination, String... ids) throws Exception {
    for (String id : ids) {
      await(backend().outbox().add(List.of(Samples.delivery(id, destination))));
    }
  }

  private void bury(String destination, String id) throws Exception {
    add(destination, id);
    OutboxEntry taken = take(1).get(0);
    clock().advance(Duration.ofMillis(1));
    await(backend().outbox().bury(taken, "410 of " + id));
  }

  @Test
  default void whatIsDueIsTakenOnceTheLongestDueFirst() throws Exception {
    // Given
    OutboxEntry later = OutboxEntry.of("msg_3", "a", Samples.state(1), Samples.TIME.plusSeconds(1));
    await(backend().outbox().add(List.of(later)));
    add("a", "msg_2");
    clock().advance(Duration.ofMillis(500));

    // When
    List<OutboxEntry> first = take(10);
    clock().advance(Duration.ofMillis(500));
    List<OutboxEntry> second = take(10);

    // Then
    assertThat(first).extracting(OutboxEntry::id).containsExactly("msg_2");
    assertThat(second).extracting(OutboxEntry::id).containsExactly("msg_3");
    assertThat(second.get(0).payload()).isEqualTo(Samples.state(1));
    assertThat(second.get(0).createdAt()).isEqualTo(later.createdAt());
    assertThat(take(10)).isEmpty();
  }

  @Test
  default void whatIsAddedAgainIsLeftOut() throws Exception {
    // Given
    add("a", "msg_1");
    bury("b", "msg_2");

    // When
    add("a", "msg_1", "msg_2");

    // Then
    assertThat(await(backend().outbox().counts())).isEqualTo(new Counts(2, 1, 0, 1, 0, 0));
  }

  @Test
  default void destinationsCanBeLeftAlone() throws Exception {
    // Given
    for (int i = 0; i < 300; i++) {
      add("slow/1", "msg_a" + i);
    }
    add("quick", "msg_b", "msg_c");

    // When
    List<OutboxEntry> taken = take(2, "slow/1", "another");

    // Then
    assertThat(taken).extracting(OutboxEntry::destination).containsExactly("quick", "quick");
    assertThat(take(400)).hasSize(300);
  }

  @Test
  default void anEntryWhoseTakerIsGoneIsTakenByAnother() throws Exception {
    // Given
    add("a", "msg_1");
    OutboxEntry first = take(1).get(0);
    clock().advance(HELD.plusMillis(1));

    // When
    OutboxEntry second = take(1).get(0);

    // Then
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertFails(backend().outbox().delivered(first), Reason.LEASE_LOST);
    assertFails(backend().outbox().bury(first, "late"), Reason.LEASE_LOST);
    assertFails(backend().outbox().retry(first, Samples.TIME, "late"), Reason.LEASE_LOST);
    assertFails(backend().outbox().giveBack(first, Samples.TIME), Reason.LEASE_LOST);
    await(backend().outbox().delivered(second));
    assertFails(backend().outbox().delivered(second), Reason.LEASE_LOST);
    assertThat(await(backend().outbox().counts())).isEqualTo(new Counts(1, 0, 1, 0, 0, 0));
  }

  @Test
  default void whatIsNotWantedAnyMoreIsCounted() throws Exception {
    // Given
    add("a", "msg_1");
    OutboxEntry taken = take(1).get(0);

    // When
    await(backend().outbox().filtered(taken));

    // Then
    assertThat(await(backend().outbox().counts())).isEqualTo(new Counts(1, 0, 0, 0, 0, 1));
    assertFails(backend().outbox().filtered(taken), Reason.LEASE_LOST);
  }

  @Test
  default void whatFailedIsTriedAgainAtItsTime() throws Exception {
    // Given
    add("a", "msg_1");
    OutboxEntry taken = take(1).get(0);
    await(backend().outbox().retry(taken, Samples.TIME.plusSeconds(5), "503"));
    List<OutboxEntry> tooEarly = take(1);
    clock().advance(Duration.ofSeconds(5));

    // When
    OutboxEntry again = take(1).get(0);

    // Then
    assertThat(tooEarly).isEmpty();
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.lastError()).contains("503");
    assertThat(again.nextAttemptAt()).isEqualTo(Samples.TIME.plusSeconds(5));
  }

  @Test
  default void whatWasNotTriedCountsAsNotTaken() throws Exception {
    // Given
    add("a", "msg_1");

    // When
    await(backend().outbox().giveBack(take(1).get(0), Samples.TIME));

    // Then
    OutboxEntry again = take(1).get(0);
    assertThat(again.attempts()).isZero();
    assertThat(again.lastError()).isEmpty();
  }

  @Test
  default void nobodyTakesWhatAnotherHas() throws Exception {
    // Given
    for (int i = 0; i < 60; i++) {
      add("d" + i % 7, "msg_" + i);
    }

    // When
    List<List<OutboxEntry>> taken = atOnce(40, i -> backend().outbox().take(HELD, Set.of(), 3));

    // Then
    assertThat(taken.stream().flatMap(List::stream).map(OutboxEntry::id))
        .hasSize(60)
        .doesNotHaveDuplicates();
  }

  @Test
  default void nothingGetsLost() throws Exception {
    // Given
    for (int i = 0; i < 50; i++) {
      add("a", "msg_" + i);
    }
    List<OutboxEntry> taken = take(40);

    // When
    atOnce(
        40,
        i ->
            switch (i % 4) {
              case 0 -> backend().outbox().delivered(taken.get(i));
              case 1 -> backend().outbox().bury(taken.get(i), "gone");
              case 2 -> backend().outbox().retry(taken.get(i), Samples.TIME, "503");
              default -> backend().outbox().giveBack(taken.get(i), Samples.TIME);
            });

    // Then
    assertThat(await(backend().outbox().counts())).isEqualTo(new Counts(50, 30, 10, 10, 0, 0));
  }

  @Test
  default void whatIsGivenUpIsListedTheLastFirst() throws Exception {
    // Given
    for (int i = 1; i <= 5; i++) {
      bury(i % 2 == 0 ? "even" : "odd/", "msg_" + i);
    }

    // When
    List<DeadLetter> page =
        await(backend().deadLetters().list(Optional.empty(), Optional.empty(), 2));
    List<DeadLetter> next =
        await(backend().deadLetters().list(Optional.empty(), Optional.of(page.get(1).cursor()), 2));

    // Then
    assertThat(page).extracting(letter -> letter.entry().id()).containsExactly("msg_5", "msg_4");
    assertThat(next).extracting(letter -> letter.entry().id()).containsExactly("msg_3", "msg_2");
    assertThat(page.get(0).reason()).isEqualTo("410 of msg_5");
    assertThat(page.get(0).entry().attempts()).isEqualTo(1);
    assertThat(await(backend().deadLetters().find("msg_5"))).contains(page.get(0));
    assertThat(await(backend().deadLetters().find("msg_9"))).isEmpty();
    List<DeadLetter> odd =
        await(backend().deadLetters().list(Optional.of("odd/"), Optional.empty(), 2));
    assertThat(odd).extracting(letter -> letter.entry().id()).containsExactly("msg_5", "msg_3");
    assertThat(
            await(
                backend()
                    .deadLetters()
                    .list(Optional.of("odd/"), Optional.of(odd.get(1).cursor()), 2)))
        .extracting(letter -> letter.entry().id())
        .containsExactly("msg_1");
  }

  @Test
  default void aLetterIsTriedAgainUnderItsId() throws Exception {
    // Given
    bury("a", "msg_1");

    // When
    boolean there = await(backend().deadLetters().replay("msg_1"));
    boolean again = await(backend().deadLetters().replay("msg_1"));

    // Then
    assertThat(there).isTrue();
    assertThat(again).isFalse();
    OutboxEntry taken = take(1).get(0);
    assertThat(taken.id()).isEqualTo("msg_1");
    assertThat(taken.attempts()).isZero();
    assertThat(await(backend().deadLetters().find("msg_1"))).isEmpty();
    assertThat(await(backend().outbox().counts())).isEqualTo(new Counts(1, 1, 0, 0, 0, 0));
  }

  @Test
  default void lettersAreTriedAgainSinceATime() throws Exception {
    // Given
    for (int i = 1; i <= 6; i++) {
      bury(i % 2 == 0 ? "even" : "odd", "msg_" + i);
    }
    DeadLetter third = await(backend().deadLetters().find("msg_3")).orElseThrow();

    // When
    int odd = await(backend().deadLetters().replaySince(Optional.of("odd"), third.diedAt(), 9));
    int first = await(backend().deadLetters().replaySince(Optional.empty(), Samples.TIME, 1));

    // Then
    assertThat(odd).isEqualTo(2);
    assertThat(first).isEqualTo(1);
    List<String> ids = new ArrayList<>();
    take(9).forEach(entry -> ids.add(entry.id()));
    assertThat(ids).containsExactlyInAnyOrder("msg_3", "msg_5", "msg_1");
  }

  @Test
  default void purgedLettersAreCounted() throws Exception {
    // Given
    for (int i = 1; i <= 4; i++) {
      bury("a", "msg_" + i);
    }
    DeadLetter third = await(backend().deadLetters().find("msg_3")).orElseThrow();

    // When
    int some = await(backend().deadLetters().purge(third.diedAt(), 1));
    int rest = await(backend().deadLetters().purge(third.diedAt(), 9));

    // Then
    assertThat(some).isEqualTo(1);
    assertThat(rest).isEqualTo(1);
    assertThat(await(backend().outbox().counts())).isEqualTo(new Counts(4, 0, 0, 2, 2, 0));
    assertThat(await(backend().deadLetters().find("msg_2"))).isEmpty();
    assertThat(await(backend().deadLetters().list(Optional.of("a"), Optional.empty(), 9)))
        .hasSize(2);
  }
}
