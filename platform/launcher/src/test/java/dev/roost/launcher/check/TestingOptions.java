package dev.roost.launcher.check;

import dev.roost.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Options for peers that are slow on purpose, and for those that want a token. */
final class TestingOptions {
  private TestingOptions() {}

  /** So many seconds for each exchange. */
  static PeerOptions within(URI root, int seconds) {
    return options(root, Duration.ofSeconds(seconds), Optional.empty());
  }

  static PeerOptions withToken(URI root, String token) {
    return options(root, PeerOptions.DEFAULT_TIMEOUT, Optional.of(Secret.of(token)));
  }

  private static PeerOptions options(URI root, Duration timeout, Optional<Secret> token) {
    return new PeerOptions(
        root,
        timeout,
        PeerOptions.DEFAULT_SKILL,
        Optional.empty(),
        PeerOptions.DEFAULT_SENDER,
        token);
  }
}
