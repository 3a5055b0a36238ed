package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.INTEROP;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How a stream must look for clients to read it. A peer that refuses to stream with -32012, and
 * whose manifest does not claim to, is not asked.
 */
final class StreamChecks {
  static final Check CONTENT_TYPE =
      new Check(
          INTEROP,
          "stream_content_type",
          "A request for a stream is answered by status 200 and text/event-stream.",
          "stream the skill there, or refuse with -32012 and leave streaming out of the manifest",
          List.of(),
          StreamChecks::contentType);

  static final Check FRAMING =
      new Check(
          INTEROP,
          "stream_framing",
          "Each chunk is one data line of JSON and an empty line, ended by line feeds.",
          "end lines with a line feed alone, and put each chunk on one data line",
          List.of(CONTENT_TYPE),
          peer -> chunks(peer).size() + " chunks");

  static final Check ENVELOPES =
      new Check(
          INTEROP,
          "stream_envelopes",
          "Each chunk is a bare envelope with an id, nothing unknown in it.",
          "send the envelope itself, without JSON-RPC around it",
          List.of(FRAMING),
          StreamChecks::envelopes);

  static final Check PAYLOAD_TYPE =
      new Check(
          INTEROP,
          "stream_payload_type",
          "Each chunk's payload_type is spelled TaskStream.",
          "spell it so: clients of streams compare it letter by letter",
          List.of(FRAMING),
          StreamChecks::payloadType);

  static final Check CORRELATION_ID =
      new Check(
          INTEROP,
          "stream_correlation_id",
          "Each chunk's correlation_id is the id of the request's envelope.",
          "repeat the envelope's id in each chunk",
          List.of(FRAMING),
          StreamChecks::correlation);

  static final Check FINAL_EXPLICIT =
      new Check(
          INTEROP,
          "stream_final_explicit",
          "Each chunk says final, true or false.",
          "write it although it has a default: clients want a boolean",
          List.of(FRAMING),
          StreamChecks::finalExplicit);

  static final Check TERMINAL_CHUNK =
      new Check(
          INTEROP,
          "stream_terminal_chunk",
          "The last chunk, and no other, says final: true, and its status is an end.",
          "send such a chunk at the end, also when the task fails",
          List.of(FINAL_EXPLICIT, ENVELOPES, PAYLOAD_TYPE),
          StreamChecks::terminalChunk);

  static final Check ENDED =
      new Check(
          INTEROP,
          "stream_ended",
          "The body ends after the last chunk.",
          "end the body: clients read until it ends",
          List.of(CONTENT_TYPE),
          peer -> peer.stream().answer().expectWhole().body().length + " bytes");

  static final Check REFUSAL =
      new Check(
          INTEROP,
          "stream_refusal",
          "What cannot be streamed is refused before, with status 200 and a JSON-RPC error.",
          "check the envelope before the stream begins",
          List.of(HarnessChecks.SSE_ENDPOINT),
          StreamChecks::refusal);

  private StreamChecks() {}

  static List<Check> all() {
    return List.of(
        CONTENT_TYPE,
        FRAMING,
        ENVELOPES,
        PAYLOAD_TYPE,
        CORRELATION_ID,
        FINAL_EXPLICIT,
        TERMINAL_CHUNK,
        ENDED,
        REFUSAL);
  }

  private static String contentType(Peer peer) {
    Answer answer = peer.stream().answer().expectStatus(200);
    if (answer.isType(Answer.JSON)
        && Rpc.hasCode(answer.object(), ErrorCode.HANDLER_NOT_FOUND.rpcCode())
        && !claimsStreaming(peer)) {
      throw new NotApplicableException("the agent does not stream");
    }
    return answer.expectType(EventStream.TYPE).header("Content-Type");
  }

  private static boolean claimsStreaming(Peer peer) {
    try {
      return PeerManifest.read(peer.manifest()).manifest().capabilities().streaming();
    } catch (UnmetException e) {
      return true;
    }
  }

  private static List<JsonObject> chunks(Peer peer) {
    return EventStream.read(peer.stream().answer()).chunks();
  }

  private static String envelopes(Peer peer) {
    Answer answer = peer.stream().answer();
    for (JsonObject chunk : chunks(peer)) {
      Strict.read(Codec.ENVELOPE, chunk, answer, "an envelope in each chunk");
      if (Rpc.text(chunk, "id").isEmpty()) {
        throw answer.unmet("an id in each chunk", Excerpt.of(chunk.encode()));
      }
    }
    return "valid";
  }

  private static String payloadType(Peer peer) {
    for (JsonObject chunk : chunks(peer)) {
      if (!"TaskStream".equals(chunk.getValue("payload_type"))) {
        throw peer.stream()
            .answer()
            .unmet("the payload_type TaskStream", Excerpt.of(chunk.encode()));
      }
    }
    return "TaskStream";
  }

  private static String correlation(Peer peer) {
    Exchange exchange = peer.stream();
    chunks(peer).forEach(chunk -> AnswerChecks.expectCorrelation(exchange, chunk));
    return "repeated";
  }

  private static String finalExplicit(Peer peer) {
    for (JsonObject chunk : chunks(peer)) {
      boolean said =
          Rpc.object(chunk, "payload")
              .filter(payload -> payload.getValue("final") instanceof Boolean)
              .isPresent();
      if (!said) {
        throw peer.stream().answer().unmet("payload.final", Excerpt.of(chunk.encode()));
      }
    }
    return "said";
  }

  private static String terminalChunk(Peer peer) {
    Answer answer = peer.stream().answer();
    List<TaskStream> chunks =
        chunks(peer).stream()
            .map(chunk -> (TaskStream) Codec.ENVELOPE.read(chunk.toBuffer()).payload())
            .toList();
    TaskStream end = chunks.get(chunks.size() - 1);
    long finals = chunks.stream().filter(TaskStream::last).count();
    if (finals != 1 || !end.last()) {
      throw answer.unmet(
          "final: true in the last of " + chunks.size() + " chunks alone", "it in " + finals);
    }
    return endStatus(end, answer);
  }

  private static String endStatus(TaskStream end, Answer answer) {
    TaskStatus status = end.status();
    if (status != null && !status.isTerminal()) {
      throw answer.unmet("completed, failed or cancelled at the end", status.wireName());
    }
    return status == null ? "final" : status.wireName();
  }

  private static String refusal(Peer peer) {
    Answer answer = peer.refusedStream().expectStatus(200).expectType(Answer.JSON);
    if (Rpc.object(answer.object(), "error").isEmpty()) {
      throw answer.unmet("an error", answer.words());
    }
    return Rpc.code(answer.object());
  }
}
