package dev.roost.client;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.JsonInput;
import dev.roost.protocol.json.ValidationError;
import dev.roost.spi.Outcome;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a peer sends, as far as it is understood: an answer or, over WebSocket, a notification.
 *
 * @param id a String or a Number; null if there is none
 * @param method of a notification
 * @param type of a heartbeat
 * @param error an error, if it is one
 * @param envelope the envelope in {@code result} or {@code params}
 * @param fault what is wrong with the envelope, if it is not valid
 */
record RpcMessage(
    @Nullable Object id,
    @Nullable String method,
    @Nullable String type,
    @Nullable RpcError error,
    @Nullable Envelope envelope,
    @Nullable String fault) {
  /**
   * Reads a message that stands alone.
   *
   * @throws InvalidJsonException if it is none
   */
  static RpcMessage read(Buffer text) {
    JsonInput in = JsonInput.of(text.getBytes());
    RpcMessage message = read(in);
    in.end();
    return message;
  }

  /** Reads the current value; what is no object has nothing in it. */
  static RpcMessage read(JsonInput in) {
    if (in.token() != JsonToken.START_OBJECT) {
      in.skip();
      return new RpcMessage(null, null, null, null, null, null);
    }
    return new Reading(in).read();
  }

  /** How a call ended; empty if the message does not tell. An error goes before a result. */
  Optional<Outcome> outcome() {
    if (error != null) {
      return Optional.of(new Outcome.Refused(error));
    }
    return Optional.ofNullable(envelope).map(Outcome.Answered::new);
  }

  private static final class Reading {
    private final JsonInput in;
    private @Nullable Object id;
    private @Nullable String method;
    private @Nullable String type;
    private @Nullable RpcError error;
    private @Nullable Envelope envelope;
    private @Nullable String fault;

    Reading(JsonInput in) {
      this.in = in;
    }

    RpcMessage read() {
      while (in.next() == JsonToken.FIELD_NAME) {
        String name = in.name();
        in.next();
        switch (name) {
          case "id" -> id = in.value();
          case "method" -> method = text();
          case "type" -> type = text();
          case "error" -> error = AnswerReader.error(in.value());
          case "result", "params" -> content();
          default -> in.skip();
        }
      }
      return new RpcMessage(id, method, type, error, envelope, fault);
    }

    private @Nullable String text() {
      return in.value() instanceof String text ? text : null;
    }

    private void content() {
      if (in.token() != JsonToken.START_OBJECT) {
        in.skip();
        return;
      }
      while (in.next() == JsonToken.FIELD_NAME) {
        String name = in.name();
        in.next();
        if (name.equals("envelope")) {
          envelope();
        } else {
          in.skip();
        }
      }
    }

    private void envelope() {
      int faults = in.faultCount();
      envelope = Codec.ENVELOPE.type().read(in);
      if (in.faultCount() > faults) {
        ValidationError first = in.faults().get(faults);
        fault = "its envelope is not valid at " + first.loc() + ": " + first.msg();
        envelope = null;
      }
    }
  }
}
