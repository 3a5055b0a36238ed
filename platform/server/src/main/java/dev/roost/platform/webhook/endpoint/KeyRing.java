package dev.roost.platform.webhook.endpoint;

import dev.roost.platform.webhook.Sealer;
import dev.roost.spi.Secret;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of endpoints: a new one signs at once, the one before it for a while longer.
 *
 * @param sealer keeps them from whoever reads the database
 * @param rotation how long that while is
 */
record KeyRing(Sealer sealer, Duration rotation) {
  SealedKey seal(NewKey key, SealedKey.Kind kind, Instant now) {
    return new SealedKey(sealer.seal(key.signing().reveal()), kind, now, Optional.empty());
  }

  /** The keys that sign now, the newest first. */
  List<SealedKey> live(WebhookEndpoint endpoint, Instant now) {
    return endpoint.keys().stream().filter(key -> isLive(key, now)).toList();
  }

  private boolean isLive(SealedKey key, Instant now) {
    return key.retiredAt().map(since -> now.isBefore(since.plus(rotation))).orElse(true);
  }

  List<Secret> opened(WebhookEndpoint endpoint, Instant now) {
    return live(endpoint, now).stream().map(key -> Secret.of(sealer.open(key.sealed()))).toList();
  }

  /** Puts a key in front; of the old ones that have none newer than them the time begins to run. */
  List<SealedKey> with(WebhookEndpoint endpoint, SealedKey newest, Instant now) {
    List<SealedKey> keys = new ArrayList<>(List.of(newest));
    endpoint.keys().stream()
        .map(key -> retired(key, now))
        .filter(key -> isLive(key, now))
        .limit(WebhookEndpoint.MAX_KEYS - 1L)
        .forEach(keys::add);
    return keys;
  }

  private static SealedKey retired(SealedKey key, Instant now) {
    return key.retiredAt().isPresent()
        ? key
        : new SealedKey(key.sealed(), key.kind(), key.createdAt(), Optional.of(now));
  }
}
