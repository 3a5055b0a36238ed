package dev.roost.client.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says what a receiver trusts. */
public final class WebhookVerifierBuilder {
  /** How many secrets may be trusted at once. */
  public static final int MAX_SECRETS = 20;

  /** How many keys; each costs more to verify by than a secret. */
  public static final int MAX_KEYS = 5;

  final List<WebhookSecret> secrets = new ArrayList<>();
  final List<WebhookVerifyKey> keys = new ArrayList<>();
  Duration tolerance = Duration.ofSeconds(300);
  Clock clock = Clock.systemUTC();
  boolean asapSignature;

  WebhookVerifierBuilder() {}

  /** Trusts one more secret; while secrets are rotated, the old and the new. */
  public WebhookVerifierBuilder secret(WebhookSecret secret) {
    if (secrets.size() == MAX_SECRETS) {
      throw new IllegalArgumentException("At most " + MAX_SECRETS + " secrets are trusted at once");
    }
    secrets.add(requireNonNull(secret, "secret"));
    return this;
  }

  /** Trusts one more key. */
  public WebhookVerifierBuilder key(WebhookVerifyKey key) {
    if (keys.size() == MAX_KEYS) {
      throw new IllegalArgumentException("At most " + MAX_KEYS + " keys are trusted at once");
    }
    keys.add(requireNonNull(key, "key"));
    return this;
  }

  /** How far the sender's clock may be from ours, either way, in whole seconds; 300 by default. */
  public WebhookVerifierBuilder tolerance(Duration value) {
    if (value.toSeconds() < 1) {
      throw new IllegalArgumentException("tolerance must be at least a second: " + value);
    }
    tolerance = value;
    return this;
  }

  /** What time it is; the system's by default. */
  public WebhookVerifierBuilder clock(Clock value) {
    clock = requireNonNull(value, "clock");
    return this;
  }

  /**
   * Whether {@code X-ASAP-Signature} is believed where none of the other headers is; not by
   * default. It covers neither a time nor an id: whoever sees such a delivery once can send it
   * again, for ever, and it is not told from a new one.
   */
  public WebhookVerifierBuilder acceptAsapSignature(boolean accept) {
    asapSignature = accept;
    return this;
  }

  /**
   * The verifier.
   *
   * @throws IllegalArgumentException if nothing is trusted
   */
  public WebhookVerifier build() {
    if (secrets.isEmpty() && keys.isEmpty()) {
      throw new IllegalArgumentException("A verifier needs a secret or a key to trust");
    }
    return new WebhookVerifier(this);
  }
}
