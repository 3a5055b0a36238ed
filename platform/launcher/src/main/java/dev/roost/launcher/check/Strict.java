package dev.roost.launcher.check;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import dev.roost.protocol.json.ValidationError;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what peers send as strictly as the protocol's clients do. */
final class Strict {
  private static final int MAX_FAULTS = 3;

  private Strict() {}

  /** Reads a message, or tells its faults. */
  static <T> T read(Codec<T> codec, JsonObject json, Answer answer, String expected) {
    try {
      return codec.read(json.toBuffer());
    } catch (InvalidMessageException e) {
      throw answer.unmet(expected, words(e.faults()));
    } catch (InvalidJsonException e) {
      throw answer.unmet(expected, e.reason());
    }
  }

  /** The task's result in an answer, as the harness reads it: the payload alone counts. */
  static TaskResponse taskResponse(Answer answer) {
    JsonObject envelope = Rpc.envelope(answer);
    String type = Rpc.text(envelope, "payload_type").orElse("");
    if (!type.equalsIgnoreCase("task.response") && !type.equalsIgnoreCase("taskresponse")) {
      throw answer.unmet("payload_type task.response", Excerpt.of(envelope.encode()));
    }
    JsonObject payload =
        Rpc.object(envelope, "payload")
            .orElseThrow(() -> answer.unmet("a payload", Excerpt.of(envelope.encode())));
    Envelope whole = read(Codec.ENVELOPE, around(payload), answer, "a TaskResponse");
    return (TaskResponse) whole.payload();
  }

  /** Only whole envelopes can be read, so the payload gets one that is surely right. */
  private static JsonObject around(JsonObject payload) {
    return new JsonObject()
        .put("asap_version", Envelope.PROTOCOL_VERSION)
        .put("sender", PeerOptions.DEFAULT_SENDER.value())
        .put("recipient", PeerOptions.DEFAULT_SENDER.value())
        .put("payload_type", "task.response")
        .put("correlation_id", "none")
        .put("payload", payload);
  }

  private static String words(List<ValidationError> faults) {
    String first =
        faults.stream()
            .limit(MAX_FAULTS)
            .map(fault -> place(fault) + fault.fullMessage())
            .map(Excerpt::of)
            .collect(Collectors.joining(", "));
    int more = faults.size() - MAX_FAULTS;
    return "a fault of it (" + first + (more > 0 ? ", and " + more + " more)" : ")");
  }

  private static String place(ValidationError fault) {
    return fault.loc().isEmpty()
        ? ""
        : fault.loc().stream().map(String::valueOf).collect(Collectors.joining(".")) + ": ";
  }
}
