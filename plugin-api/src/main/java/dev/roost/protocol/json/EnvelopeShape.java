package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.INSTANT;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.URN;
import static dev.roost.protocol.json.JsonTypes.of;
import static dev.roost.protocol.json.JsonTypes.where;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.Payload;
import dev.roost.protocol.PayloadType;
import org.jspecify.annotations.Nullable;

/**
 * The table of the envelope. Its payload is read as its type says; when the type stands behind the
 * payload, the payload is passed over and read last. Faults of the payload stand alone, with paths
 * that begin at it, as the reference reports them.
 */
final class EnvelopeShape {
  private static final int LONGEST_QUOTED_TYPE = 64;

  private EnvelopeShape() {}

  /** A payload, read or still to be read. */
  private record PayloadSource(@Nullable Payload read, JsonTokens.@Nullable Slice later) {}

  static Shape<Envelope> create() {
    Shape.Builder<Envelope> shape = Shape.of("Envelope");
    var id = shape.optional("id", STRING, Envelope::id);
    var version = shape.required("asap_version", STRING, Envelope::asapVersion);
    var timestamp = shape.optional("timestamp", INSTANT, Envelope::timestamp);
    var sender = shape.required("sender", URN, Envelope::sender);
    var recipient = shape.required("recipient", URN, Envelope::recipient);
    var type =
        shape.required(
            "payload_type", where(STRING, (value, in) -> in.hint(value)), Envelope::payloadType);
    var payload =
        shape.required(
            "payload",
            of(EnvelopeShape::readPayload, EnvelopeShape::writePayload),
            envelope -> new PayloadSource(envelope.payload(), null));
    var correlationId = shape.optional("correlation_id", STRING, Envelope::correlationId);
    var traceId = shape.optional("trace_id", STRING, Envelope::traceId);
    var requiresAck = shape.defaulted("requires_ack", BOOLEAN, false, Envelope::requiresAck);
    var extensions = shape.optional("extensions", OBJECT, Envelope::extensions);
    shape.resolve(payload, (values, in) -> resolve(values.get(type), values.get(payload), in));
    shape.check((v, in) -> checkCorrelation(v.get(type), v.get(correlationId), in));
    return shape.build(
        v ->
            new Envelope(
                v.get(id) == null ? Ids.next() : v.get(id),
                v.get(version),
                v.get(timestamp),
                v.get(sender),
                v.get(recipient),
                v.get(type),
                requireNonNull(v.get(payload).read(), "payload"),
                v.get(correlationId),
                v.get(traceId),
                v.get(requiresAck),
                v.get(extensions)));
  }

  private static @Nullable PayloadSource readPayload(JsonInput in) {
    if (in.token() != JsonToken.START_OBJECT) {
      in.fault("dict_type", "Input should be a valid dictionary");
      in.skip();
      return null;
    }
    String type = in.hint();
    return type == null ? new PayloadSource(null, in.capture()) : readAs(type, in, in);
  }

  private static PayloadSource resolve(@Nullable String type, PayloadSource source, JsonInput in) {
    JsonTokens.Slice later = source.later();
    if (later == null) {
      return source;
    }
    return readAs(type == null ? "" : type, in.resume(later), in);
  }

  private static PayloadSource readAs(String type, JsonInput source, JsonInput envelope) {
    JsonInput.Outcome<? extends Payload> payload =
        source.readApart(PayloadShapes.ofType(PayloadType.of(type)));
    if (!payload.faults().isEmpty()) {
      envelope.overrule(payload.faults());
    }
    return new PayloadSource(payload.value(), null);
  }

  private static void writePayload(JsonOutput out, PayloadSource source) {
    PayloadShapes.write(out, requireNonNull(source.read(), "payload"));
  }

  private static void checkCorrelation(
      String spelling, @Nullable String correlationId, JsonInput in) {
    PayloadType type = PayloadType.of(spelling);
    if (type.needsCorrelation() && (correlationId == null || correlationId.isEmpty())) {
      String name = spelling.length() > LONGEST_QUOTED_TYPE ? type.spelling() : spelling;
      in.fault(
          "value_error", "Value error, " + name + " must have correlation_id for request tracking");
    }
  }
}
