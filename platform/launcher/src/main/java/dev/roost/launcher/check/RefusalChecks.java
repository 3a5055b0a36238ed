package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.INTEROP;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How a peer refuses, and what all of its answers have in common. */
final class RefusalChecks {
  static final Check STATUS =
      new Check(
          INTEROP,
          "error_status",
          "JSON-RPC errors travel with status 200.",
          "answer 200: clients look at the body only then",
          List.of(),
          RefusalChecks::status);

  static final Check OBJECT =
      new Check(
          INTEROP,
          "error_object",
          "An error has an integer code, a message and the request's id, and no result beside it.",
          "write errors as JSON-RPC 2.0 has them",
          List.of(HarnessChecks.DATA_STRUCTURED),
          RefusalChecks::object);

  static final Check VERSION_EVERYWHERE =
      new Check(
          INTEROP,
          "versioning_header_everywhere",
          "Every answer has the header ASAP-Version: pages, messages, errors, and 404.",
          "send it with all answers",
          List.of(),
          RefusalChecks::versionEverywhere);

  private static final String NOWHERE = "/.well-known/asap/no-such-page";

  private RefusalChecks() {}

  static List<Check> all() {
    return List.of(STATUS, OBJECT, VERSION_EVERYWHERE);
  }

  private static String status(Peer peer) {
    peer.brokenJson().expectStatus(200);
    peer.brokenEnvelope().expectStatus(200);
    return "status 200";
  }

  private static String object(Peer peer) {
    Answer answer = peer.brokenEnvelope();
    JsonObject rpc = answer.object();
    boolean formed =
        Rpc.object(rpc, "error").filter(RefusalChecks::isError).isPresent()
            && !rpc.containsKey("result")
            && "2.0".equals(rpc.getValue("jsonrpc"))
            && peer.requests().brokenEnvelope().id().equals(rpc.getValue("id"));
    if (!formed) {
      throw answer.unmet(
          "jsonrpc, error with code and message, and the request's id", answer.words());
    }
    return "well formed";
  }

  private static boolean isError(JsonObject error) {
    return error.getValue("code") instanceof Integer && error.getValue("message") instanceof String;
  }

  private static String versionEverywhere(Peer peer) {
    Map<String, Supplier<Answer>> pages = new LinkedHashMap<>();
    pages.put("health", peer::health);
    pages.put("manifest", peer::manifest);
    pages.put("message", () -> peer.exchange().answer());
    pages.put("parse error", peer::brokenJson);
    pages.put("unknown page", () -> peer.http().get(NOWHERE));
    List<String> lacking = new ArrayList<>();
    pages.forEach(
        (name, page) -> {
          if (!hasVersion(page)) {
            lacking.add(name);
          }
        });
    if (!lacking.isEmpty()) {
      throw new UnmetException(
          "all answers", "the header ASAP-Version", "none with " + String.join(", ", lacking));
    }
    return "with all of " + pages.size();
  }

  /** What is not answered at all is for other checks to tell. */
  private static boolean hasVersion(Supplier<Answer> page) {
    try {
      return !page.get().header("ASAP-Version").isEmpty();
    } catch (UnmetException e) {
      return true;
    }
  }
}
