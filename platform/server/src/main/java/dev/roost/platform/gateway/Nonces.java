package dev.roost.platform.gateway;

import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses envelopes whose nonce was seen before. Nonces are remembered for at least {@value
 * #TTL_MILLIS} ms, in two generations that take turns, so that forgetting costs nothing; when a
 * generation is full, new nonces are refused rather than old ones forgotten.
 */
public final class Nonces {
  /** How long a nonce is remembered at least, in milliseconds. */
  static final long TTL_MILLIS = 600_000;

  /** How many nonces one generation holds. */
  static final int MAX_PER_GENERATION = 500_000;

  private static final int MAX_LENGTH = 256;

  private final Clock clock;
  private final NonceRule rule;
  private final int capacity;
  private volatile Generations generations;

  private record Generations(Set<String> current, Set<String> previous, long startedMillis) {}

  /** With the shipped capacity. */
  public Nonces(Clock clock, NonceRule rule) {
    this(clock, rule, MAX_PER_GENERATION);
  }

  Nonces(Clock clock, NonceRule rule, int capacity) {
    this.clock = clock;
    this.rule = rule;
    this.capacity = capacity;
    this.generations = new Generations(ConcurrentHashMap.newKeySet(), Set.of(), clock.millis());
  }

  /**
   * Looks at one envelope and remembers its nonce.
   *
   * @throws AsapException -32003
   */
  void check(Envelope envelope) {
    if (rule == NonceRule.OFF) {
      return;
    }
    JsonObject extensions = envelope.extensions();
    if (extensions == null || !extensions.containsKey("nonce")) {
      if (rule == NonceRule.REQUIRED) {
        throw refusal("Nonce is required", null, envelope);
      }
      return;
    }
    if (!(extensions.getValue("nonce") instanceof String nonce)
        || nonce.isEmpty()
        || nonce.length() > MAX_LENGTH) {
      throw refusal(
          "Nonce must be a non-empty string of at most " + MAX_LENGTH + " characters",
          null,
          envelope);
    }
    remember(nonce, envelope);
  }

  private void remember(String nonce, Envelope envelope) {
    Generations now = turned();
    if (now.current().size() >= capacity) {
      throw AsapException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "Too many nonces within " + TTL_MILLIS / 1000 + " seconds",
          new JsonObject().put("envelope_id", envelope.id()));
    }
    if (now.previous().contains(nonce) || !now.current().add(nonce) || !isFirstAfter(now, nonce)) {
      throw refusal("Duplicate nonce detected: " + nonce, nonce, envelope);
    }
  }

  /** Another thread may turn the generations meanwhile, having found nothing in this one. */
  private boolean isFirstAfter(Generations seen, String nonce) {
    Generations now = generations;
    return now == seen || now.current().add(nonce);
  }

  private Generations turned() {
    Generations now = generations;
    if (clock.millis() - now.startedMillis() < TTL_MILLIS) {
      return now;
    }
    synchronized (this) {
      if (generations == now) {
        generations = new Generations(ConcurrentHashMap.newKeySet(), now.current(), clock.millis());
      }
      return generations;
    }
  }

  private static AsapException refusal(String message, @Nullable String nonce, Envelope envelope) {
    JsonObject details = new JsonObject();
    if (nonce != null) {
      details.put("nonce", nonce);
    }
    return AsapException.of(
        ErrorCode.INVALID_NONCE, message, details.put("envelope_id", envelope.id()));
  }
}
