package dev.roost.platform.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * When something is tried again: after the step of its profile, a fifth more or less, so that those
 * who failed together do not come back together. A receiver may ask for more, up to twice the step.
 */
final class RetrySchedule {
  private static final double JITTER = 0.2;

  private final Map<DeliveryProfile, List<Spread>> spreads = new EnumMap<>(DeliveryProfile.class);

  RetrySchedule() {
    this(() -> ThreadLocalRandom.current().nextDouble());
  }

  RetrySchedule(DoubleSupplier random) {
    for (DeliveryProfile profile : DeliveryProfile.values()) {
      List<Spread> ofSteps = new ArrayList<>();
      for (int failed = 1; failed < profile.attempts(); failed++) {
        ofSteps.add(new Spread(random));
      }
      spreads.put(profile, ofSteps);
    }
  }

  /**
   * How long to wait.
   *
   * @param failed how many attempts have failed, at least 1
   * @param asked for how long the receiver asks
   * @return empty if there is to be no other attempt
   */
  Optional<Duration> pause(DeliveryProfile profile, int failed, Optional<Duration> asked) {
    return profile
        .step(failed)
        .map(
            step ->
                asked
                    .map(wish -> within(step, wish))
                    .orElseGet(() -> jittered(profile, failed, step)));
  }

  private static Duration within(Duration step, Duration wish) {
    Duration most = step.multipliedBy(2);
    return wish.compareTo(step) < 0 ? step : wish.compareTo(most) > 0 ? most : wish;
  }

  private Duration jittered(DeliveryProfile profile, int failed, Duration step) {
    double place = spreads.get(profile).get(failed - 1).next();
    return Duration.ofNanos((long) (step.toNanos() * (1 - JITTER + 2 * JITTER * place)));
  }
}
