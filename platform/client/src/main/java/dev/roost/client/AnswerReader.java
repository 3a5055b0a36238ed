package dev.roost.client;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.JsonInput;
import dev.roost.spi.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads answers of JSON-RPC, strictly, straight into envelopes. */
final class AnswerReader {
  private final String baseUrl;

  AnswerReader(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /**
   * Reads the answer to one request.
   *
   * @throws InvalidAnswerException if it is none
   */
  Outcome one(Buffer text, Envelope request) {
    return read(text, in -> outcome(message(in), request));
  }

  /**
   * Reads the answers to a batch. A single error answers all of it.
   *
   * @throws InvalidAnswerException if there are not as many as requests, or in another order
   * @throws RemoteErrorException if the batch as such was refused
   */
  List<Outcome> all(Buffer text, List<Envelope> requests) {
    return read(
        text,
        in -> {
          if (in.token() != JsonToken.START_ARRAY) {
            throw refused(message(in));
          }
          List<Outcome> outcomes = new ArrayList<>();
          while (in.next() != JsonToken.END_ARRAY) {
            if (outcomes.size() == requests.size()) {
              throw invalid("it has more answers than there were requests");
            }
            outcomes.add(outcome(message(in), requests.get(outcomes.size())));
          }
          if (outcomes.size() < requests.size()) {
            throw invalid("it has fewer answers than there were requests");
          }
          return outcomes;
        });
  }

  private RpcMessage message(JsonInput in) {
    if (in.token() != JsonToken.START_OBJECT) {
      throw invalid("it is no JSON-RPC object");
    }
    return RpcMessage.read(in);
  }

  private RuntimeException refused(RpcMessage answer) {
    return answer.error() == null
        ? invalid("a batch is answered by an array")
        : new RemoteErrorException(answer.error());
  }

  private interface Reading<T> {
    T read(JsonInput in);
  }

  private <T> T read(Buffer text, Reading<T> reading) {
    try {
      JsonInput in = JsonInput.of(text.getBytes());
      T read = reading.read(in);
      in.end();
      return read;
    } catch (InvalidJsonException e) {
      throw invalid("it is no JSON: " + e.reason());
    }
  }

  private Outcome outcome(RpcMessage answer, Envelope request) {
    if (answer.error() == null && answer.fault() != null) {
      throw invalid(answer.fault());
    }
    Outcome outcome =
        answer
            .outcome()
            .orElseThrow(() -> invalid("it has neither a result with an envelope nor an error"));
    boolean anonymousError = outcome instanceof Outcome.Refused && answer.id() == null;
    if (!request.id().equals(answer.id()) && !anonymousError) {
      throw invalid("its JSON-RPC id is not that of the request");
    }
    return outcome;
  }

  /** An error as others write it: only the code is required to make sense. */
  static RpcError error(@Nullable Object value) {
    JsonObject error = value instanceof JsonObject object ? object : new JsonObject();
    int code = error.getValue("code") instanceof Integer number ? number : RpcError.INTERNAL_ERROR;
    String message =
        error.getValue("message") instanceof String text ? text : "The agent tells no reason";
    return new RpcError(code, message, data(error.getValue("data")));
  }

  private static @Nullable JsonObject data(@Nullable Object data) {
    if (data instanceof JsonObject || data == null) {
      return (JsonObject) data;
    }
    return new JsonObject().put("data", data instanceof JsonArray array ? array : data);
  }

  private InvalidAnswerException invalid(String reason) {
    return new InvalidAnswerException(baseUrl, reason);
  }
}
