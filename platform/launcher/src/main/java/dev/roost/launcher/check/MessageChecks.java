package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.INTEROP;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Forms in which clients send messages, and that a peer must understand or refuse. */
final class MessageChecks {
  static final Check OPAQUE_IDS =
      new Check(
          INTEROP,
          "message_opaque_ids",
          "An envelope's id may be any text, and a JSON-RPC id an integer.",
          "repeat ids as they are, and ask for no form",
          List.of(AnswerChecks.RECEIVED),
          MessageChecks::opaqueIds);

  static final Check TYPE_SPELLINGS =
      new Check(
          INTEROP,
          "message_type_spellings",
          "task.request may also be spelled TaskRequest, TASK-REQUEST or task_request.",
          "compare payload types by their letters and digits in lower case",
          List.of(AnswerChecks.RECEIVED),
          MessageChecks::spellings);

  static final Check EXTENSIONS =
      new Check(
          INTEROP,
          "message_extensions",
          "An envelope may have extensions that the peer does not know.",
          "take any object there",
          List.of(AnswerChecks.RECEIVED),
          MessageChecks::extensions);

  static final Check UNKNOWN_REFUSED =
      new Check(
          INTEROP,
          "message_unknown_refused",
          "A payload with an unknown member is refused.",
          "refuse it: payloads are closed, and a misspelled member must not be lost in silence",
          List.of(AnswerChecks.RECEIVED),
          MessageChecks::unknownRefused);

  static final Check GZIP =
      new Check(
          INTEROP,
          "message_gzip",
          "A body may be compressed by gzip.",
          "inflate Content-Encoding: gzip",
          List.of(AnswerChecks.RECEIVED),
          peer -> compressed(peer, "gzip"));

  static final Check BROTLI =
      new Check(
          INTEROP,
          "message_brotli",
          "A body may be compressed by brotli, as the reference's clients do from 1 KiB on.",
          "inflate Content-Encoding: br",
          List.of(AnswerChecks.RECEIVED),
          peer -> compressed(peer, "br"));

  static final Check BATCH_ORDER =
      new Check(
          INTEROP,
          "message_batch_order",
          "The answers of a batch have the order of its requests, each with its own ids.",
          "put each answer in the place of its request",
          List.of(AnswerChecks.RECEIVED),
          MessageChecks::batchOrder);

  private static final int LARGE = 2048;
  private static final int INTEGER_ID = 7;
  private static final String ODD_ID = "any text: \u00e9 {}/?&#";
  private static final List<String> SPELLINGS =
      List.of("TaskRequest", "TASK-REQUEST", "task_request");

  private MessageChecks() {}

  static List<Check> all() {
    return List.of(
        OPAQUE_IDS, TYPE_SPELLINGS, EXTENSIONS, UNKNOWN_REFUSED, GZIP, BROTLI, BATCH_ORDER);
  }

  private static String opaqueIds(Peer peer) {
    Request request = peer.requests().client("ids").with("id", ODD_ID).withId(INTEGER_ID);
    Exchange exchange = peer.ask(request);
    AnswerChecks.expectCorrelation(exchange);
    return AnswerChecks.expectRpcId(exchange);
  }

  private static String spellings(Peer peer) {
    for (String spelling : SPELLINGS) {
      Exchange exchange =
          peer.ask(peer.requests().client("spelling").with("payload_type", spelling));
      expectEnvelope(exchange.answer(), "an answer to " + spelling);
    }
    return "understood";
  }

  private static String extensions(Peer peer) {
    JsonObject free = new JsonObject().put("dev.roost.check", new JsonObject().put("any", true));
    Request request = peer.requests().client("extensions").with("extensions", free);
    expectEnvelope(peer.ask(request).answer(), "an answer");
    return "taken";
  }

  private static String unknownRefused(Peer peer) {
    Request request = peer.requests().client("unknown").withPayload("_unknown_field", "x");
    Answer answer = peer.ask(request).answer();
    if (Rpc.object(answer.object(), "error").isEmpty()) {
      throw answer.unmet("an error", answer.words());
    }
    return Rpc.code(answer.object());
  }

  private static String compressed(Peer peer, String coding) {
    Request request = peer.requests().large(coding, LARGE);
    byte[] text = request.bytes();
    byte[] packed = coding.equals("br") ? StoredBrotli.pack(text) : gzip(text);
    Answer answer = peer.http().message(Peer.MESSAGES, packed, "Content-Encoding", coding);
    expectEnvelope(answer, "an answer to a body in " + coding);
    return "inflated";
  }

  private static void expectEnvelope(Answer answer, String expected) {
    if (answer.status() != 200
        || Rpc.object(answer.object(), "result")
            .flatMap(result -> Rpc.object(result, "envelope"))
            .isEmpty()) {
      throw answer.unmet(expected, refusal(answer));
    }
  }

  private static String refusal(Answer answer) {
    return answer.status() == 200 ? Rpc.words(answer.object()) : answer.words();
  }

  private static String batchOrder(Peer peer) {
    List<Request> requests = List.of(peer.requests().client("one"), peer.requests().client("two"));
    Answer answer =
        peer.http().message(Peer.MESSAGES, Requests.batch(requests.get(0), requests.get(1)));
    JsonArray answers = answer.array();
    if (answers.size() != requests.size()) {
      throw answer.unmet(requests.size() + " answers", answers.size() + " of them");
    }
    for (int i = 0; i < requests.size(); i++) {
      expectAnswer(new Exchange(requests.get(i), answer), answers.getValue(i));
    }
    return "in order";
  }

  private static void expectAnswer(Exchange exchange, Object element) {
    if (!(element instanceof JsonObject rpc)) {
      throw exchange.answer().unmet("JSON objects in the array", exchange.answer().words());
    }
    AnswerChecks.expectRpcId(exchange, rpc);
    AnswerChecks.expectCorrelation(exchange, Rpc.envelope(exchange.answer(), rpc));
  }

  private static byte[] gzip(byte[] text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
