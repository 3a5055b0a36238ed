package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.webhook.WebhookSecret;
import dev.roost.client.webhook.WebhookSigner;
import dev.roost.client.webhook.WebhookSigningKey;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.spi.Secret;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookEndpoint.SealedKey.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which keys sign an attempt. */
class SignersTest {
  private static final byte[] BODY = {'{', '}'};

  private final TestingClock clock = new TestingClock();
  private final Sealer sealer = sealer(1);
  private final Signers signers = new Signers(sealer, Duration.ofHours(24), clock);
  private final WebhookSecret newest = WebhookSecret.generate();
  private final WebhookSecret older = WebhookSecret.generate();

  private static Sealer sealer(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Sealer.with(SealingKey.of(Secret.of(Base64.getEncoder().encodeToString(key))));
  }

  private SealedKey key(String text, Kind kind, Optional<Instant> retired) {
    return new SealedKey(sealer.seal(text), kind, clock.instant(), retired);
  }

  private List<SealedKey> rotated(Duration ago) {
    return List.of(
        key(newest.reveal(), Kind.HMAC, Optional.empty()),
        key(older.reveal(), Kind.HMAC, Optional.of(clock.instant().minus(ago))));
  }

  @Test
  void afterARotationBothSignTheNewestFirst() {
    assertThat(signers.of(rotated(Duration.ofHours(23))).headers("msg_1", clock.instant(), BODY))
        .isEqualTo(
            WebhookSigner.of(List.of(newest, older)).headers("msg_1", clock.instant(), BODY));
  }

  @Test
  void afterAWhileOnlyTheNewestSigns() {
    assertThat(signers.of(rotated(Duration.ofHours(24))).headers("msg_1", clock.instant(), BODY))
        .isEqualTo(WebhookSigner.of(List.of(newest)).headers("msg_1", clock.instant(), BODY));
  }

  @Test
  void pairsSignBesideSecrets() {
    // Given
    WebhookSigningKey pair = WebhookSigningKey.generate();
    List<SealedKey> keys =
        List.of(
            key(newest.reveal(), Kind.HMAC, Optional.empty()),
            key(pair.reveal(), Kind.ED25519, Optional.empty()));

    // When, Then
    assertThat(signers.of(keys).headers("msg_1", clock.instant(), BODY))
        .isEqualTo(
            WebhookSigner.of(List.of(newest), List.of(pair))
                .headers("msg_1", clock.instant(), BODY));
  }

  @Test
  void whatWasSealedWithAnotherKeySignsNothing() {
    Signers others = new Signers(sealer(2), Duration.ofHours(24), clock);

    assertThatThrownBy(
            () -> others.of(rotated(Duration.ZERO)).headers("msg_1", clock.instant(), BODY))
        .isInstanceOf(SealException.class);
  }
}
