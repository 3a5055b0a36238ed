package dev.roost.platform.gateway;

import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;
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

  /** Nonces, each with the id of the envelope that had it. */
  private record Generations(
      Map<String, String> current, Map<String, String> previous, long startedMillis) {}

  /** With the shipped capacity. */
  public Nonces(Clock clock, NonceRule rule) {
    this(clock, rule, MAX_PER_GENERATION);
  }

  Nonces(Clock clock, NonceRule rule, int capacity) {
    this.clock = clock;
    this.rule = rule;
    this.capacity = capacity;
    this.generations = new Generations(new ConcurrentHashMap<>(), Map.of(), clock.millis());
  }

  /**
   * Looks at one envelope and remembers its nonce.
   *
   * @param repeatable whether the same envelope may come again, since it is known by a key and will
   *     not be run again
   * @throws AsapException -32003
   */
  void check(Envelope envelope, boolean repeatable) {
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
    remember(nonce, envelope, repeatable);
  }

  private void remember(String nonce, Envelope envelope, boolean repeatable) {
    Generations now = turned();
    if (now.current().size() >= capacity) {
      throw AsapException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "Too many nonces within " + TTL_MILLIS / 1000 + " seconds",
          new JsonObject().put("envelope_id", envelope.id()));
    }
    String id = envelope.id().length() <= MAX_LENGTH ? envelope.id() : "";
    String before = before(now, nonce, id);
    boolean same = repeatable && !id.isEmpty() && id.equals(before);
    if (before != null && !same) {
      throw refusal("Duplicate nonce detected: " + nonce, nonce, envelope);
    }
  }

  /** Another thread may turn the generations meanwhile, having found nothing in this one. */
  private @Nullable String before(Generations seen, String nonce, String id) {
    String before = seen.previous().get(nonce);
    before = before == null ? seen.current().putIfAbsent(nonce, id) : before;
    Generations now = generations;
    return before != null || now == seen ? before : now.current().putIfAbsent(nonce, id);
  }

  private Generations turned() {
    Generations now = generations;
    if (clock.millis() - now.startedMillis() < TTL_MILLIS) {
      return now;
    }
    synchronized (this) {
      if (generations == now) {
        generations = new Generations(new ConcurrentHashMap<>(), now.current(), clock.millis());
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
