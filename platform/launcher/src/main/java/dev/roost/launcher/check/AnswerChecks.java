package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.INTEROP;

import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What clients look at in an answer, beyond what the harnesses look at. */
final class AnswerChecks {
  static final Check RECEIVED =
      new Check(
          INTEROP,
          "answer_received",
          "A message as clients send it (opaque id, timestamp, version header) gets an envelope.",
          "see what the refusal says; without this little else can be checked",
          List.of(),
          AnswerChecks::received);

  static final Check WITHOUT_ERROR_KEY =
      new Check(
          INTEROP,
          "answer_without_error_key",
          "A success has no member error, not even null.",
          "leave it out: clients take its presence for a failure",
          List.of(RECEIVED),
          AnswerChecks::withoutErrorKey);

  static final Check ID_ECHOED =
      new Check(
          INTEROP,
          "answer_id_echoed",
          "The answer has the id of the JSON-RPC request, and says jsonrpc 2.0.",
          "repeat the request's id as it is",
          List.of(RECEIVED),
          peer -> expectRpcId(peer.exchange()));

  static final Check ENVELOPE_SCHEMA =
      new Check(
          INTEROP,
          "answer_envelope_schema",
          "The envelope has nothing unknown and nothing in a wrong form.",
          "leave out what the protocol does not know: envelopes are closed",
          List.of(RECEIVED),
          AnswerChecks::envelopeSchema);

  static final Check ENVELOPE_ID =
      new Check(
          INTEROP,
          "answer_envelope_id",
          "The answer's envelope has an id.",
          "give each envelope an id",
          List.of(RECEIVED),
          AnswerChecks::envelopeId);

  static final Check CORRELATION_ID =
      new Check(
          INTEROP,
          "answer_correlation_id",
          "correlation_id is the id of the request's envelope.",
          "repeat the envelope's id, not that of the JSON-RPC request or of the task",
          List.of(RECEIVED),
          peer -> expectCorrelation(peer.exchange()));

  static final Check CORRELATION_INVENTED =
      new Check(
          INTEROP,
          "answer_correlation_invented",
          "To an envelope without an id the server gives one, and repeats it as correlation_id.",
          "make an id on receipt; an answer must not go without correlation_id",
          List.of(StateChecks.TASK_RESPONSE),
          AnswerChecks::correlationInvented);

  private AnswerChecks() {}

  static List<Check> all() {
    return List.of(
        RECEIVED,
        WITHOUT_ERROR_KEY,
        ID_ECHOED,
        ENVELOPE_SCHEMA,
        ENVELOPE_ID,
        CORRELATION_ID,
        CORRELATION_INVENTED);
  }

  /** Looks for the request's JSON-RPC id. */
  static String expectRpcId(Exchange exchange) {
    JsonObject rpc = exchange.answer().object();
    expectRpcId(exchange, rpc);
    return "repeated";
  }

  /** Looks for the request's JSON-RPC id in one answer of several. */
  static void expectRpcId(Exchange exchange, JsonObject rpc) {
    Object id = exchange.request().id();
    if (!"2.0".equals(rpc.getValue("jsonrpc")) || !id.equals(rpc.getValue("id"))) {
      throw exchange
          .answer()
          .unmet(
              "jsonrpc 2.0 and the id " + id,
              "jsonrpc " + value(rpc, "jsonrpc") + " and the id " + value(rpc, "id"));
    }
  }

  /** Looks for the id of the request's envelope. */
  static String expectCorrelation(Exchange exchange) {
    return expectCorrelation(exchange, Rpc.envelope(exchange.answer()));
  }

  /** Looks for the id of the request's envelope in one envelope of several. */
  static String expectCorrelation(Exchange exchange, JsonObject envelope) {
    String id = exchange.request().envelopeId();
    if (!id.equals(envelope.getValue("correlation_id"))) {
      throw exchange.answer().unmet("the correlation_id " + id, value(envelope, "correlation_id"));
    }
    return "repeated";
  }

  private static String received(Peer peer) {
    Answer answer = peer.exchange().answer().expectStatus(200);
    return Rpc.text(Rpc.envelope(answer), "payload_type").map(Excerpt::of).orElse("an envelope");
  }

  private static String withoutErrorKey(Peer peer) {
    Answer answer = peer.exchange().answer();
    if (answer.object().containsKey("error")) {
      throw answer.unmet("result alone", "error " + value(answer.object(), "error") + " beside it");
    }
    return "result alone";
  }

  private static String envelopeSchema(Peer peer) {
    Answer answer = peer.exchange().answer();
    Strict.read(Codec.ENVELOPE, Rpc.envelope(answer), answer, "an envelope");
    return "valid";
  }

  private static String envelopeId(Peer peer) {
    Answer answer = peer.exchange().answer();
    Optional<String> id = Rpc.text(Rpc.envelope(answer), "id");
    return id.map(Excerpt::of).orElseThrow(() -> answer.unmet("an id", "an envelope without it"));
  }

  private static String correlationInvented(Peer peer) {
    Answer answer = peer.stateTask();
    return Rpc.text(Rpc.envelope(answer), "correlation_id")
        .map(Excerpt::of)
        .orElseThrow(() -> answer.unmet("a correlation_id", "an envelope without it"));
  }

  private static String value(JsonObject holder, String key) {
    return Excerpt.of(String.valueOf(holder.getValue(key)));
  }
}
