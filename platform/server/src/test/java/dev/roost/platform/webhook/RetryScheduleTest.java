package dev.roost.platform.webhook;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.contract.TestingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryScheduleTest {
  private static final int EVENTS = 10_000;
  private static final int TOGETHER = 100;

  private final Random random = new Random(7);
  private final RetrySchedule schedule = new RetrySchedule(random::nextDouble);

  private static List<Long> seconds(DeliveryProfile profile) {
    return IntStream.range(1, profile.attempts())
        .mapToObj(failed -> profile.step(failed).orElseThrow().toSeconds())
        .toList();
  }

  @Test
  void theReferencesScheduleHasSixAttempts() {
    assertThat(seconds(DeliveryProfile.ASAP)).containsExactly(1L, 2L, 4L, 8L, 16L);
    assertThat(DeliveryProfile.ASAP.step(6)).isEmpty();
  }

  @Test
  void thatOfStandardWebhooksTakesThreeDays() {
    List<Long> steps = seconds(DeliveryProfile.DURABLE);

    assertThat(steps)
        .containsExactly(5L, 300L, 1_800L, 7_200L, 18_000L, 36_000L, 50_400L, 72_000L, 86_400L);
    assertThat(Duration.ofSeconds(steps.stream().mapToLong(Long::longValue).sum()))
        .isEqualTo(Duration.parse("PT75H35M5S"));
  }

  @ParameterizedTest
  @EnumSource
  void ofTenThousandEventsEachDelayLiesInItsBand(DeliveryProfile profile) {
    // Given
    TestingClock clock = new TestingClock();
    List<List<Duration>> delays = new ArrayList<>();

    // When
    for (int event = 0; event < EVENTS; event++) {
      delays.add(failingUntilGivenUp(profile, clock));
    }

    // Then
    assertThat(delays).allSatisfy(ofEvent -> assertBands(profile, ofEvent));
  }

  /** What an event waits whose attempts all fail at once. */
  private List<Duration> failingUntilGivenUp(DeliveryProfile profile, TestingClock clock) {
    List<Duration> delays = new ArrayList<>();
    int failed = 1;
    Optional<Duration> pause = schedule.pause(profile, failed, Optional.empty());
    while (pause.isPresent()) {
      Instant before = clock.instant();
      clock.advance(pause.get());
      delays.add(Duration.between(before, clock.instant()));
      pause = schedule.pause(profile, ++failed, Optional.empty());
    }
    return delays;
  }

  private static void assertBands(DeliveryProfile profile, List<Duration> delays) {
    assertThat(delays).hasSize(profile.attempts() - 1);
    for (int i = 0; i < delays.size(); i++) {
      Duration step = profile.step(i + 1).orElseThrow();
      assertThat(delays.get(i))
          .isBetween(step.multipliedBy(4).dividedBy(5), step.multipliedBy(6).dividedBy(5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAHundredThatFailTogetherNoTwoComeInTheSameHundredthOfTheBand(DeliveryProfile profile) {
    for (int failed = 1; failed < profile.attempts(); failed++) {
      // Given
      int step = failed;
      IntStream.range(0, random.nextInt(TOGETHER))
          .forEach(i -> schedule.pause(profile, step, Optional.empty()));

      // When
      Set<Integer> slots =
          IntStream.range(0, TOGETHER)
              .mapToObj(i -> slot(profile, step, schedule.pause(profile, step, Optional.empty())))
              .collect(toSet());

      // Then
      assertThat(slots).hasSize(TOGETHER);
    }
  }

  private static int slot(DeliveryProfile profile, int failed, Optional<Duration> pause) {
    double step = profile.step(failed).orElseThrow().toNanos();
    return (int) ((pause.orElseThrow().toNanos() / step - 0.8) / 0.4 * TOGETHER);
  }

  @Test
  void whatAReceiverAsksForIsHeededBetweenOneAndTwoSteps() {
    assertThat(asked(4, Duration.ZERO)).contains(Duration.ofSeconds(8));
    assertThat(asked(4, Duration.ofSeconds(11))).contains(Duration.ofSeconds(11));
    assertThat(asked(4, Duration.ofDays(1))).contains(Duration.ofSeconds(16));
    assertThat(asked(6, Duration.ofSeconds(1))).isEmpty();
  }

  private Optional<Duration> asked(int failed, Duration wish) {
    return schedule.pause(DeliveryProfile.ASAP, failed, Optional.of(wish));
  }
}
