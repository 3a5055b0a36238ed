package dev.roost.launcher.check;

import dev.roost.launcher.check.TestingAnswer.Manner;
import java.util.List;
import java.util.function.UnaryOperator;

/** Ways to break the rules of streams. */
final class StreamFaults {
  private static final String[] BEHIND_THE_FRAMING = {
    "stream_envelopes",
    "stream_payload_type",
    "stream_correlation_id",
    "stream_final_explicit",
    "stream_terminal_chunk"
  };

  private StreamFaults() {}

  static List<Fault> all() {
    return List.of(
        noStream(
            "sends JSON", answer -> answer.header("Content-Type", "application/json").body("{}")),
        noStream("has no such page", answer -> answer.status(404)),
        stream(
                "stream_framing",
                "ends lines as Windows does",
                answer -> answer.replace("\n", "\r\n"))
            .leavesUnchecked(BEHIND_THE_FRAMING),
        stream(
                "stream_framing",
                "puts a chunk on two lines",
                answer -> answer.replace(",\"payload\"", "\ndata: ,\"payload\""))
            .leavesUnchecked(BEHIND_THE_FRAMING),
        stream("stream_framing", "leaves no empty line at the end", StreamFaults::cutOneByte)
            .leavesUnchecked(BEHIND_THE_FRAMING),
        stream("stream_framing", "says nothing", answer -> answer.body(": nothing\n\n"))
            .leavesUnchecked(BEHIND_THE_FRAMING),
        stream(
                "stream_envelopes",
                "adds a member",
                answer -> answer.replace("\"payload\":", "\"color\":1,\"payload\":"))
            .leavesUnchecked("stream_terminal_chunk"),
        stream(
                "stream_envelopes",
                "has no ids",
                answer -> answer.replace("\"id\":", "\"trace_id\":"))
            .leavesUnchecked("stream_terminal_chunk"),
        stream("stream_envelopes", "wraps them in JSON-RPC", StreamFaults::wrap)
            .alsoFails("stream_payload_type", "stream_correlation_id", "stream_final_explicit")
            .leavesUnchecked("stream_terminal_chunk"),
        stream(
                "stream_payload_type",
                "spells it its own way",
                answer -> answer.replace("\"TaskStream\"", "\"task.stream\""))
            .leavesUnchecked("stream_terminal_chunk"),
        stream(
            "stream_correlation_id",
            "has its own",
            answer -> answer.replace("\"correlation_id\":\"", "\"correlation_id\":\"x")),
        stream(
                "stream_final_explicit",
                "leaves the default out",
                answer -> answer.replace(",\"final\":false", ""))
            .leavesUnchecked("stream_terminal_chunk"),
        stream(
            "stream_terminal_chunk",
            "has no last chunk",
            answer -> answer.replace("\"final\":true", "\"final\":false")),
        stream(
            "stream_terminal_chunk",
            "has two last chunks",
            answer -> answer.replace("\"final\":false", "\"final\":true")),
        stream(
            "stream_terminal_chunk",
            "ends while it works",
            answer -> answer.replace("\"completed\"", "\"working\"")),
        stream("stream_ended", "breaks off", answer -> answer.manner(Manner.CUT)),
        Fault.of(
            "stream_refusal",
            "refuses in a stream",
            HarnessFaults::isRefusedStream,
            answer -> answer.header("Content-Type", EventStream.TYPE).body("data: {}\n\n")));
  }

  private static Fault noStream(String what, UnaryOperator<TestingAnswer> change) {
    return stream("stream_content_type", what, change)
        .leavesUnchecked(
            "stream_framing",
            "stream_envelopes",
            "stream_payload_type",
            "stream_correlation_id",
            "stream_final_explicit",
            "stream_terminal_chunk",
            "stream_ended");
  }

  private static Fault stream(String check, String what, UnaryOperator<TestingAnswer> change) {
    return Fault.of(
        check,
        what,
        request ->
            request.is(TestingRequest.STREAM) && request.conversation().equals("conv_check_stream"),
        change);
  }

  private static TestingAnswer cutOneByte(TestingAnswer answer) {
    String text = answer.body().toString();
    return answer.body(text.substring(0, text.length() - 1));
  }

  private static TestingAnswer wrap(TestingAnswer answer) {
    return answer
        .replace("data: ", "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"envelope\":")
        .replace("}\n\n", "}}}\n\n");
  }
}
