package dev.roost.client;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to an agent failed. Every failure of a call is one of these, and carries an error in the
 * form that the protocol gives errors, with its hints for what to do next.
 */
public abstract sealed class AsapClientException extends RuntimeException
    permits AgentRevokedException,
        AnswerTimeoutException,
        CallInterruptedException,
        CircuitOpenException,
        ConnectionFailedException,
        HttpStatusException,
        InvalidAnswerException,
        NoTokenException,
        RemoteErrorException,
        UntrustedManifestException,
        UnusableUrlException {
  private static final long serialVersionUID = 1L;

  private final transient RpcError error;
  private final Fate fate;

  AsapClientException(RpcError error, Fate fate, @Nullable Throwable cause) {
    super(error.message(), cause, false, false);
    this.error = requireNonNull(error, "error");
    this.fate = requireNonNull(fate, "fate");
  }

  /** The failure as an error of the protocol. */
  public RpcError error() {
    return error;
  }

  /** The same for an agent that fails because the agent that it asked did. */
  public AsapException toAsapException() {
    return new AsapException(error);
  }

  /** What is known of the message. */
  public Fate fate() {
    return fate;
  }

  /** Whether the same can succeed later. */
  public boolean recoverable() {
    return Boolean.TRUE.equals(data().getValue("recoverable"));
  }

  /** After how long, if somebody said so. */
  public Optional<Duration> retryAfter() {
    return data().getValue("retry_after_ms") instanceof Number millis && millis.longValue() >= 0
        ? Optional.of(Duration.ofMillis(millis.longValue()))
        : Optional.empty();
  }

  /** What can be done instead, such as {@code retry_later_or_failover}. */
  public Optional<String> fallbackAction() {
    return Optional.ofNullable(data().getValue("fallback_action")).map(String::valueOf);
  }

  /** Agents that can do the same, as the peer says. */
  public List<AgentUrn> alternativeAgents() {
    return data().getValue("alternative_agents") instanceof JsonArray names
        ? names.stream().map(String::valueOf).filter(AgentUrn::isValid).map(AgentUrn::of).toList()
        : List.of();
  }

  /** Whether it says that our token is none, or is no good. */
  boolean unauthorized() {
    return Integer.valueOf(401).equals(data().getValue("status_code"));
  }

  private JsonObject data() {
    return error.data() == null ? new JsonObject() : error.data();
  }
}
