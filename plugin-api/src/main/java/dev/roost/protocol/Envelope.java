package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The unit that agents exchange.
 *
 * @param id opaque; made by the receiver when the sender gave none
 * @param asapVersion the protocol version, {@value #PROTOCOL_VERSION} from us, any string from
 *     others
 * @param timestamp when it was sent; null exactly if the sender said nothing
 * @param sender who sent it
 * @param recipient whom it is for
 * @param payloadType the payload's type as spelled by the sender
 * @param payload the payload
 * @param correlationId the id of the request that this envelope answers
 * @param traceId the trace that it belongs to
 * @param requiresAck whether the sender waits for a {@link MessageAck}; matters on WebSocket only
 * @param extensions free
 */
public record Envelope(
    String id,
    String asapVersion,
    @Nullable Instant timestamp,
    AgentUrn sender,
    AgentUrn recipient,
    String payloadType,
    Payload payload,
    @Nullable String correlationId,
    @Nullable String traceId,
    boolean requiresAck,
    @Nullable JsonObject extensions) {
  /** The version that every release of the protocol writes. */
  public static final String PROTOCOL_VERSION = "0.1";

  /** Refuses missing parts. */
  public Envelope {
    requireNonNull(id, "id");
    requireNonNull(asapVersion, "asapVersion");
    requireNonNull(sender, "sender");
    requireNonNull(recipient, "recipient");
    requireNonNull(payloadType, "payloadType");
    requireNonNull(payload, "payload");
  }

  /** A new envelope from {@code sender}, with a fresh id, stamped now. */
  public static Envelope of(AgentUrn sender, AgentUrn recipient, Payload payload) {
    return new Envelope(
        Ids.next(),
        PROTOCOL_VERSION,
        Instant.now(),
        sender,
        recipient,
        PayloadType.of(payload).spelling(),
        payload,
        null,
        null,
        false,
        null);
  }

  /**
   * The answer to this envelope: back to its sender, correlated with it, in its version and trace.
   * The type of a free object is that of the request with {@code .response} behind it.
   *
   * @param from who answers
   * @param answer what is answered
   */
  public Envelope reply(AgentUrn from, Payload answer) {
    return new Envelope(
        Ids.next(),
        asapVersion,
        Instant.now(),
        from,
        sender,
        answer instanceof CustomPayload
            ? payloadType + ".response"
            : PayloadType.of(answer).spelling(),
        answer,
        id,
        traceId,
        false,
        null);
  }

  /** The same envelope with another payload of the same type. */
  public Envelope withPayload(Payload replacement) {
    return new Envelope(
        id,
        asapVersion,
        timestamp,
        sender,
        recipient,
        payloadType,
        replacement,
        correlationId,
        traceId,
        requiresAck,
        extensions);
  }

  /** The same envelope with the given extensions. */
  public Envelope withExtensions(@Nullable JsonObject replacement) {
    return with(correlationId, traceId, replacement);
  }

  /** The same envelope in the given trace. */
  public Envelope withTraceId(@Nullable String trace) {
    return with(correlationId, trace, extensions);
  }

  /** The same envelope in the protocol version of another. */
  public Envelope withVersionOf(Envelope other) {
    return new Envelope(
        id,
        other.asapVersion,
        timestamp,
        sender,
        recipient,
        payloadType,
        payload,
        correlationId,
        traceId,
        requiresAck,
        extensions);
  }

  /** The same answer, to another request for the same. */
  public Envelope withCorrelationId(String request) {
    return request.equals(correlationId) ? this : with(request, traceId, extensions);
  }

  private Envelope with(
      @Nullable String newCorrelationId,
      @Nullable String newTraceId,
      @Nullable JsonObject newExtensions) {
    return new Envelope(
        id,
        asapVersion,
        timestamp,
        sender,
        recipient,
        payloadType,
        payload,
        newCorrelationId,
        newTraceId,
        requiresAck,
        newExtensions);
  }
}
