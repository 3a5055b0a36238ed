package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.webhook.DeliveryOutcome.Delivered;
import dev.roost.platform.webhook.DeliveryOutcome.Failed;
import dev.roost.platform.webhook.DeliveryOutcome.Gone;
import dev.roost.platform.webhook.DeliveryOutcome.Refused;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryOutcomeTest {
  private static final Optional<Duration> ASKED = Optional.of(Duration.ofSeconds(3));

  private static DeliveryOutcome of(DeliveryProfile profile, int status) {
    return DeliveryOutcome.of(profile, status, "status " + status, ASKED);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void twoHundredsAreDone(int status) {
    assertThat(of(DeliveryProfile.ASAP, status)).isEqualTo(new Delivered());
    assertThat(of(DeliveryProfile.DURABLE, status)).isEqualTo(new Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 301, 302, 304, 307, 408, 425, 429, 500, 502, 503, 504, 599, 600, 999})
  void whatMayPassIsTriedAgain(int status) {
    Failed again = new Failed("status " + status, ASKED, false);

    assertThat(of(DeliveryProfile.ASAP, status)).isEqualTo(again);
    assertThat(of(DeliveryProfile.DURABLE, status)).isEqualTo(again);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 411, 413, 418, 422, 451, 499})
  void otherRefusalsAreFinalForTheReferencesProfileOnly(int status) {
    assertThat(of(DeliveryProfile.ASAP, status)).isEqualTo(new Refused("status " + status));
    assertThat(of(DeliveryProfile.DURABLE, status)).isInstanceOf(Failed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = 410)
  void goneIsGone(int status) {
    assertThat(of(DeliveryProfile.ASAP, status)).isEqualTo(new Gone("status 410"));
    assertThat(of(DeliveryProfile.DURABLE, status)).isEqualTo(new Gone("status 410"));
  }
}
