package dev.roost.launcher.check;

import java.util.List;
import java.util.function.Predicate;

/** Ways to break the rules of the reference's own harness. */
final class HarnessFaults {
  static final Predicate<TestingRequest> NOT_JSON =
      request -> request.is(TestingRequest.MESSAGE) && request.body().toString().equals("not json");
  static final Predicate<TestingRequest> BROKEN = request -> request.rpcId().equals("e3");

  private static final Predicate<TestingRequest> EMPTY_BATCH =
      request -> request.body().toString().equals("[]");

  private HarnessFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "identity_register_endpoint",
            "has no such page",
            request -> request.is("POST /asap/agent/register"),
            answer -> answer.status(404)),
        Fault.of(
            "identity_capability_list",
            "has no such page",
            request -> request.is("GET /asap/capability/list"),
            answer -> answer.status(404)),
        Fault.of(
                "streaming_sse_endpoint",
                "refuses outside JSON-RPC",
                HarnessFaults::isRefusedStream,
                answer -> answer.status(404))
            .leavesUnchecked("stream_refusal"),
        Fault.of(
            "error_method_not_found",
            "looks at the envelope first",
            request -> request.rpcId().equals("e1"),
            answer -> answer.body(TestingErrors.of(-32602, "Invalid params"))),
        Fault.of(
            "error_parse_error",
            "takes it for a bad request",
            NOT_JSON,
            answer -> answer.body(TestingErrors.of(-32600, "Invalid request"))),
        Fault.of(
                "error_data_structured",
                "takes everything",
                BROKEN,
                answer -> answer.body("{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":\"e3\"}"))
            .leavesUnchecked("error_object"),
        Fault.of(
            "versioning_header_present",
            "leaves it out where the envelope is wrong",
            request -> request.rpcId().equals("compliance-1") && request.is(TestingRequest.MESSAGE),
            answer -> answer.without("ASAP-Version")),
        Fault.of(
            "versioning_incompatible_rejected",
            "looks at the envelope first",
            request -> request.rpcId().equals("v2"),
            answer -> answer.body(TestingErrors.of(-32602, "Invalid params"))),
        Fault.of(
            "batch_array_response",
            "takes only single requests",
            request -> request.isBatch() && request.rpcId().equals("b1"),
            answer -> answer.body(TestingErrors.of(-32600, "Invalid request"))),
        Fault.of(
            "batch_array_response",
            "answers the first alone",
            request -> request.isBatch() && request.rpcId().equals("b1"),
            answer -> answer.body("[" + TestingErrors.of(-32602, "Invalid params") + "]")),
        Fault.of(
            "batch_empty_rejected",
            "answers nothing by nothing",
            EMPTY_BATCH,
            answer -> answer.body("[]")),
        Fault.of(
                "audit_endpoint_exists",
                "fails",
                request -> request.is("GET /audit"),
                answer -> answer.status(500))
            .leavesUnchecked("audit_response_format"),
        Fault.of(
            "audit_response_format",
            "calls them rows",
            request -> request.is("GET /audit"),
            answer -> answer.replace("entries", "rows")));
  }

  static boolean isRefusedStream(TestingRequest request) {
    return request.is(TestingRequest.STREAM) && request.rpcId().equals("compliance-1");
  }
}
