package dev.roost.launcher.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ways to break the rules of messages and their answers that the harnesses leave out. */
final class InteropFaults {
  private static final UnaryOperator<TestingAnswer> REFUSED =
      answer -> answer.body(TestingErrors.of(-32602, "Invalid params"));

  private InteropFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("answer_received", "refuses", message("plain"), REFUSED)
            .leavesUnchecked(
                "answer_without_error_key",
                "answer_id_echoed",
                "answer_envelope_schema",
                "answer_envelope_id",
                "answer_correlation_id",
                "message_opaque_ids",
                "message_type_spellings",
                "message_extensions",
                "message_unknown_refused",
                "message_gzip",
                "message_brotli",
                "message_batch_order"),
        successes("answer_without_error_key", "says that all is well", rpc -> rpc.putNull("error")),
        Fault.of(
                "answer_id_echoed",
                "makes an id of its own for each answer",
                InteropFaults::isSingle,
                answer -> answer.change(rpc -> rpc.put("id", "other")))
            .alsoFails("message_opaque_ids", "error_object"),
        successes("answer_id_echoed", "speaks another version", rpc -> rpc.put("jsonrpc", "1.0"))
            .alsoFails("message_opaque_ids"),
        envelopes("answer_envelope_schema", "adds a member", env -> env.put("color", "blue")),
        envelopes("answer_envelope_schema", "writes a null", env -> env.putNull("requires_ack")),
        envelopes("answer_envelope_id", "has none", env -> env.remove("id")),
        envelopes("answer_correlation_id", "has its own", env -> env.put("correlation_id", "7"))
            .alsoFails("message_opaque_ids"),
        Fault.of("message_opaque_ids", "wants ULIDs", message("ids"), REFUSED),
        Fault.of(
            "message_opaque_ids",
            "makes a text of a number",
            message("ids"),
            answer -> answer.replace("\"id\":7", "\"id\":\"7\"")),
        Fault.of("message_type_spellings", "wants one spelling", message("spelling"), REFUSED),
        Fault.of("message_extensions", "knows no extensions", message("extensions"), REFUSED),
        Fault.of(
            "message_unknown_refused",
            "takes everything",
            message("unknown"),
            answer -> answer.body("{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":1}")),
        Fault.of("message_gzip", "does not inflate", coding("gzip"), answer -> answer.status(415)),
        Fault.of("message_brotli", "does not inflate", coding("br"), answer -> answer.status(415)),
        Fault.of(
            "message_batch_order", "answers the last first", message("one"), InteropFaults::turn),
        Fault.of(
            "error_status",
            "has a status for what is not JSON",
            HarnessFaults.NOT_JSON,
            answer -> answer.status(400)),
        Fault.of(
            "error_status",
            "has a status for bad envelopes",
            HarnessFaults.BROKEN,
            answer -> answer.status(422)),
        error("a text", rpc -> rpc.put("error", "bad")),
        error("no code", rpc -> rpc.getJsonObject("error").remove("code")),
        error("a result beside it", rpc -> rpc.putNull("result")),
        error("no id", rpc -> rpc.putNull("id")),
        Fault.of(
            "versioning_header_everywhere",
            "leaves it out where there is no page",
            request -> request.is("GET /.well-known/asap/no-such-page"),
            answer -> answer.without("ASAP-Version")),
        Fault.of(
            "versioning_header_everywhere",
            "leaves it out with pages",
            request -> request.is(TestingRequest.HEALTH),
            answer -> answer.without("ASAP-Version")));
  }

  private static Predicate<TestingRequest> message(String about) {
    return request ->
        request.is(TestingRequest.MESSAGE) && request.conversation().equals("conv_check_" + about);
  }

  private static Predicate<TestingRequest> coding(String coding) {
    return request -> coding.equals(request.headers().get("Content-Encoding"));
  }

  private static boolean isSingle(TestingRequest request) {
    return request.is(TestingRequest.MESSAGE) && !request.isBatch();
  }

  private static Fault successes(String check, String what, Consumer<JsonObject> change) {
    return Fault.of(
        check,
        what,
        InteropFaults::isSingle,
        answer ->
            answer.change(
                rpc -> {
                  if (rpc.containsKey("result")) {
                    change.accept(rpc);
                  }
                  return rpc;
                }));
  }

  private static Fault envelopes(String check, String what, Consumer<JsonObject> change) {
    return successes(
        check, what, rpc -> change.accept(rpc.getJsonObject("result").getJsonObject("envelope")));
  }

  private static Fault error(String what, Consumer<JsonObject> change) {
    return Fault.of(
        "error_object",
        "has " + what,
        HarnessFaults.BROKEN,
        answer ->
            answer.change(
                rpc -> {
                  change.accept(rpc);
                  return rpc;
                }));
  }

  private static TestingAnswer turn(TestingAnswer answer) {
    JsonArray answers = new JsonArray(answer.body());
    return answer.body(new JsonArray().add(answers.getValue(1)).add(answers.getValue(0)).encode());
  }
}
