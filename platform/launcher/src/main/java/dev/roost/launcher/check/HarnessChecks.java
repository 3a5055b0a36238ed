package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.AUDIT;
import static dev.roost.launcher.check.Category.BATCH;
import static dev.roost.launcher.check.Category.ERRORS;
import static dev.roost.launcher.check.Category.IDENTITY;
import static dev.roost.launcher.check.Category.STREAMING;
import static dev.roost.launcher.check.Category.VERSIONING;

import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the reference's own harness asks (its {@code asap compliance-check}). */
final class HarnessChecks {
  static final Check REGISTER_ENDPOINT =
      new Check(
          IDENTITY,
          "identity_register_endpoint",
          "The page where agents register is there.",
          "answer 401 there if the agent registers nobody",
          List.of(),
          peer -> status(peer.http().post("/asap/agent/register")));

  static final Check CAPABILITY_LIST =
      new Check(
          IDENTITY,
          "identity_capability_list",
          "The list of capabilities is there.",
          "list the agent's skills there, or answer 401",
          List.of(),
          peer -> status(peer.http().get("/asap/capability/list")));

  static final Check SSE_ENDPOINT =
      new Check(
          STREAMING,
          "streaming_sse_endpoint",
          "The page of streams is there.",
          "serve it, even if only to refuse with a JSON-RPC error and status 200",
          List.of(),
          HarnessChecks::streams);

  static final Check METHOD_NOT_FOUND =
      new Check(
          ERRORS,
          "error_method_not_found",
          "A method that nobody knows is refused with -32601.",
          "look at the method before the envelope",
          List.of(),
          HarnessChecks::unknownMethod);

  static final Check PARSE_ERROR =
      new Check(
          ERRORS,
          "error_parse_error",
          "What is not JSON is refused with -32700.",
          "answer with this JSON-RPC error",
          List.of(),
          peer -> Rpc.expectError(peer.brokenJson(), RpcError.PARSE_ERROR));

  static final Check DATA_STRUCTURED =
      new Check(
          ERRORS,
          "error_data_structured",
          "A malformed envelope is refused with a JSON-RPC error.",
          "check the envelope, and answer with an error",
          List.of(),
          peer -> refused(peer.brokenEnvelope()));

  static final Check HEADER_PRESENT =
      new Check(
          VERSIONING,
          "versioning_header_present",
          "The answer to a message has the header ASAP-Version.",
          "send the version that was agreed on, else 2.2",
          List.of(),
          HarnessChecks::versionHeader);

  static final Check INCOMPATIBLE_REJECTED =
      new Check(
          VERSIONING,
          "versioning_incompatible_rejected",
          "A message in version 99.0 is refused with -32000.",
          "look at ASAP-Version before anything else",
          List.of(),
          HarnessChecks::incompatible);

  static final Check ARRAY_RESPONSE =
      new Check(
          BATCH,
          "batch_array_response",
          "Two requests in an array are answered by an array of two.",
          "take batches",
          List.of(),
          HarnessChecks::batch);

  static final Check EMPTY_REJECTED =
      new Check(
          BATCH,
          "batch_empty_rejected",
          "An empty array is refused with a JSON-RPC error.",
          "answer it with one error object",
          List.of(),
          peer -> refused(peer.http().message(Peer.MESSAGES, Requests.EMPTY_BATCH)));

  static final Check AUDIT_EXISTS =
      new Check(
          AUDIT,
          "audit_endpoint_exists",
          "The audit page answers 200, or 404 where there is no audit.",
          "answer 404 there if there is no audit",
          List.of(),
          peer -> "status " + peer.audit().expectStatus(200, 404).status());

  static final Check AUDIT_FORMAT =
      new Check(
          AUDIT,
          "audit_response_format",
          "The audit page has entries.",
          "put the rows under entries",
          List.of(AUDIT_EXISTS),
          HarnessChecks::auditEntries);

  private static final int INCOMPATIBLE = -32000;

  private HarnessChecks() {}

  static List<Check> all() {
    return List.of(
        REGISTER_ENDPOINT,
        CAPABILITY_LIST,
        SSE_ENDPOINT,
        METHOD_NOT_FOUND,
        PARSE_ERROR,
        DATA_STRUCTURED,
        HEADER_PRESENT,
        INCOMPATIBLE_REJECTED,
        ARRAY_RESPONSE,
        EMPTY_REJECTED,
        AUDIT_EXISTS,
        AUDIT_FORMAT);
  }

  private static String status(Answer answer) {
    return "status " + answer.expectStatus(200, 401, 403).status();
  }

  private static String streams(Peer peer) {
    Answer answer = peer.refusedStream();
    if (!answer.isType(EventStream.TYPE)) {
      answer.expectStatus(200);
    }
    return answer.header("Content-Type");
  }

  private static String unknownMethod(Peer peer) {
    return Rpc.expectError(
        peer.http().message(Peer.MESSAGES, peer.requests().unknownMethod()),
        RpcError.METHOD_NOT_FOUND);
  }

  private static String refused(Answer answer) {
    if (!answer.object().containsKey("error")) {
      throw answer.unmet("an error", answer.words());
    }
    return Rpc.code(answer.object());
  }

  private static String versionHeader(Peer peer) {
    Answer answer =
        peer.http()
            .message(Peer.MESSAGES, peer.requests().incomplete().bytes(), "ASAP-Version", "2.2");
    String version = answer.header("ASAP-Version");
    if (version.isEmpty()) {
      throw answer.unmet("the header ASAP-Version", "none");
    }
    return version;
  }

  private static String incompatible(Peer peer) {
    Request request = new Request("v2", new JsonObject());
    return Rpc.expectError(
        peer.http().message(Peer.MESSAGES, request.bytes(), "ASAP-Version", "99.0"), INCOMPATIBLE);
  }

  private static String batch(Peer peer) {
    Request request = peer.requests().incomplete();
    byte[] batch = Requests.batch(request.withId("b1"), request.withId("b2"));
    Answer answer = peer.http().message(Peer.MESSAGES, batch);
    JsonArray answers = answer.array();
    if (answers.size() != 2) {
      throw answer.unmet("2 answers", answers.size() + " of them");
    }
    return "2 answers";
  }

  private static String auditEntries(Peer peer) {
    Answer answer = peer.audit();
    if (answer.status() != 200) {
      throw new NotApplicableException("there is no audit");
    }
    if (!answer.object().containsKey("entries")) {
      throw answer.unmet("entries", answer.words());
    }
    return "entries";
  }
}
