package dev.roost.platform.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.gateway.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hours pass here in no time: the clock is the test's, and so are the answers. */
class KeySourceTest {
  private static final KeySet FIRST = KeySet.of(TestingTokens.published());
  private static final KeySet SECOND = KeySet.of(TestingTokens.published());

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final Deque<Promise<KeySet>> fetches = new ArrayDeque<>();
  private final KeySource source = new KeySource("https://id.example.com", this::fetch, clock);
  private int fetched;

  private Future<KeySet> fetch() {
    fetched++;
    Promise<KeySet> fetch = Promise.promise();
    fetches.add(fetch);
    return fetch.future();
  }

  private void answer(KeySet keys) {
    fetches.remove().complete(keys);
  }

  private void refuse() {
    fetches.remove().fail(new ProviderUnavailableException("down"));
  }

  private void known() {
    source.current();
    answer(FIRST);
  }

  @Test
  void aHundredWhoComeFirstShareOneFetch() {
    // When
    List<Future<KeySet>> all = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> all.add(source.current()));
    answer(FIRST);

    // Then
    assertThat(fetched).isEqualTo(1);
    assertThat(all).allSatisfy(one -> assertThat(one.result()).isSameAs(FIRST));
  }

  @Test
  void keysServeForMinutesWithoutAFetch() {
    // Given
    known();

    // When
    clock.advance(Duration.ofSeconds(269));

    // Then
    assertThat(source.current().result()).isSameAs(FIRST);
    assertThat(fetched).isEqualTo(1);
  }

  @Test
  void nearTheirEndTheOldOnesServeWhileNewerOnesCome() {
    // Given
    known();
    clock.advance(Duration.ofSeconds(271));

    // When
    Future<KeySet> meanwhile = source.current();
    Future<KeySet> another = source.current();
    answer(SECOND);

    // Then
    assertThat(meanwhile.result()).isSameAs(FIRST);
    assertThat(another.result()).isSameAs(FIRST);
    assertThat(source.current().result()).isSameAs(SECOND);
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void atTheirEndNobodyIsServedByThemUnlessThereAreNoNewerOnes() {
    // Given
    known();
    clock.advance(Duration.ofSeconds(301));

    // When
    Future<KeySet> waiting = source.current();

    // Then
    assertThat(waiting.isComplete()).isFalse();
    answer(SECOND);
    assertThat(waiting.result()).isSameAs(SECOND);
  }

  @Test
  void anOutageOfHoursRefusesNothingAndAsksTwiceAMinute() {
    // Given
    known();
    clock.advance(KeySource.FRESH);

    // When
    int served = 0;
    for (int second = 0; second < 600; second++) {
      Future<KeySet> keys = source.current();
      if (!fetches.isEmpty()) {
        refuse();
      }
      served += keys.result() == FIRST ? 1 : 0;
      clock.advance(Duration.ofSeconds(1));
    }

    // Then
    assertThat(served).isEqualTo(600);
    assertThat(fetched - 1).isEqualTo(20);
  }

  @Test
  void afterFourHoursTheKeysServeNoMore() {
    // Given
    known();
    clock.advance(KeySource.TOLERANCE.minusSeconds(1));
    Future<KeySet> last = source.current();
    refuse();
    clock.advance(Duration.ofSeconds(1));

    // When
    Future<KeySet> late = source.current();

    // Then
    assertThat(last.result()).isSameAs(FIRST);
    assertThat(late.cause()).isInstanceOf(ProviderUnavailableException.class);
    assertThat(source.isReady()).isFalse();
  }

  @Test
  void afterAnOutageNewerKeysServeAtOnce() {
    // Given
    known();
    clock.advance(Duration.ofMinutes(20));
    source.current();
    refuse();
    clock.advance(KeySource.PAUSE);
    source.current();

    // When
    answer(SECOND);

    // Then
    assertThat(source.current().result()).isSameAs(SECOND);
  }

  @Test
  void withoutAnyKeysAProviderIsAskedAgainSoon() {
    // Given
    Future<KeySet> first = source.current();
    refuse();

    // When
    Future<KeySet> atOnce = source.current();
    clock.advance(KeySource.PAUSE_WITHOUT_KEYS);
    Future<KeySet> soon = source.current();
    answer(FIRST);

    // Then
    assertThat(first.failed()).isTrue();
    assertThat(atOnce.cause()).isInstanceOf(ProviderUnavailableException.class);
    assertThat(soon.result()).isSameAs(FIRST);
    assertThat(fetched).isEqualTo(2);
  }

  /** Looks for a key that is not there. */
  private void lookFor(String name) {
    source.newerThan(FIRST, name);
    if (!fetches.isEmpty()) {
      answer(FIRST);
    }
  }

  @Test
  void aThousandNamesInTenSecondsCostTwoFetches() {
    // Given
    known();

    // When
    for (int i = 0; i < 1_000; i++) {
      lookFor("none-" + i);
      clock.advance(Duration.ofMillis(10));
    }

    // Then
    assertThat(fetched - 1).isEqualTo(UnknownKeys.AT_ONCE);
    clock.advance(UnknownKeys.PAUSE);
    lookFor("none");
    assertThat(fetched - 1).isEqualTo(UnknownKeys.AT_ONCE + 1);
  }

  @Test
  void theSameNameIsLookedForTwiceAMinute() {
    // Given
    known();

    // When
    for (int second = 0; second < 600; second++) {
      lookFor("withdrawn");
      clock.advance(Duration.ofSeconds(1));
    }

    // Then
    assertThat(fetched - 1).isEqualTo(20);
  }

  @Test
  void aClientWithAWithdrawnKeyDoesNotHoldUpANewOne() {
    // Given
    known();
    for (int second = 0; second < 90; second++) {
      lookFor("withdrawn");
      clock.advance(Duration.ofSeconds(1));
    }
    lookFor("withdrawn");

    // When
    Future<KeySet> newer = source.newerThan(FIRST, "new");
    answer(SECOND);

    // Then
    assertThat(newer.result()).isSameAs(SECOND);
  }

  @Test
  void aNewKeyIsFoundAsSoonAsATokenNamesIt() {
    // Given
    known();

    // When
    Future<KeySet> newer = source.newerThan(FIRST, "new");
    Future<KeySet> joined = source.newerThan(FIRST, "new");
    answer(SECOND);

    // Then
    assertThat(newer.result()).isSameAs(SECOND);
    assertThat(joined.result()).isSameAs(SECOND);
    assertThat(source.newerThan(FIRST, "new").result()).isSameAs(SECOND);
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void duringAnOutageKeysThatAreNotThereAreNotLookedFor() {
    // Given
    known();
    source.newerThan(FIRST, "new");
    refuse();
    clock.advance(Duration.ofSeconds(29));

    // When
    Future<KeySet> keys = source.newerThan(FIRST, "new");

    // Then
    assertThat(keys.result()).isSameAs(FIRST);
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void forgottenKeysServeNobodyNotEvenThoseOnTheirWay() {
    // Given
    known();
    Future<KeySet> waiting = source.newerThan(FIRST, "new");

    // When
    source.forget();
    Future<KeySet> asked = source.current();
    answer(FIRST);
    answer(SECOND);

    // Then
    assertThat(waiting.result()).isSameAs(SECOND);
    assertThat(asked.result()).isSameAs(SECOND);
    assertThat(source.current().result()).isSameAs(SECOND);
    assertThat(fetched).isEqualTo(3);
  }

  @Test
  void whoForgetsKeysDuringAnOutageHasNone() {
    // Given
    known();
    source.forget();

    // When
    Future<KeySet> keys = source.current();
    refuse();

    // Then
    assertThat(keys.cause()).isInstanceOf(ProviderUnavailableException.class);
    assertThat(source.isReady()).isFalse();
  }

  @Test
  void aClockThatIsSetBackMakesKeysOld() {
    // Given
    known();

    // When
    clock.advance(Duration.ofHours(-5));
    Future<KeySet> keys = source.current();

    // Then
    assertThat(keys.isComplete()).isFalse();
    assertThat(fetched).isEqualTo(2);
  }
}
