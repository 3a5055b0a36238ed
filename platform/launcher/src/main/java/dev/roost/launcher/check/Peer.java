package dev.roost.launcher.check;

import dev.roost.spi.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent that is asked. Exchanges that several checks look at are made once, whatever came of
 * them.
 */
public final class Peer {
  static final String HEALTH = "/.well-known/asap/health";
  static final String MANIFEST = "/.well-known/asap/manifest.json";
  static final String MESSAGES = "/asap";
  static final String STREAMS = "/asap/stream";

  private static final String VERSIONS = "2.2, 2.1";

  private final URI root;
  private final Optional<Secret> token;
  private final PeerHttp http;
  private final Requests requests;
  private final Map<String, Supplier<Answer>> made = new HashMap<>();

  /** The agent at {@code options.root()}. */
  public Peer(PeerOptions options) {
    this.root = options.root();
    this.token = options.token();
    this.http = new PeerHttp(options);
    this.requests = new Requests(options);
  }

  /** The agent's root. */
  public URI root() {
    return root;
  }

  /**
   * Looks whether anything answers at all.
   *
   * @throws UnreachableException if not
   */
  void reach() {
    http.reach();
  }

  /** A text of the peer's without our token, which it may have repeated. */
  String discreet(String text) {
    return token.map(secret -> text.replace(secret.reveal(), secret.toString())).orElse(text);
  }

  PeerHttp http() {
    return http;
  }

  Requests requests() {
    return requests;
  }

  Answer health() {
    return once("health", () -> http.get(HEALTH));
  }

  Answer manifest() {
    return once("manifest", () -> http.get(MANIFEST));
  }

  /** What came of the task of the harness' state checks. */
  Answer stateTask() {
    return once("state", () -> send(requests.harnessTask("state")));
  }

  /** What came of the task of the harness' SLA checks. */
  Answer slaTask() {
    return once("sla", () -> send(requests.harnessTask("sla")));
  }

  /** What came of an envelope that lacks its version and its payload. */
  Answer brokenEnvelope() {
    return once("broken", () -> send(requests.brokenEnvelope()));
  }

  /** What came of a text that is not JSON. */
  Answer brokenJson() {
    return once("not json", () -> http.message(MESSAGES, Requests.NOT_JSON));
  }

  Answer audit() {
    return once("audit", () -> http.get("/audit"));
  }

  /** What came of a message as clients send it. */
  Exchange exchange() {
    Request request = requests.plain();
    return new Exchange(request, once("exchange", () -> ask(request).answer()));
  }

  /** What came of a request for a stream. */
  Exchange stream() {
    Request request = requests.stream();
    return new Exchange(request, once("stream", () -> stream(request)));
  }

  /** What came of a request for a stream whose envelope is broken. */
  Answer refusedStream() {
    return once("refused stream", () -> http.message(STREAMS, requests.incomplete().bytes()));
  }

  /** Sends a request as the harness does: without a version header. */
  Answer send(Request request) {
    return http.message(MESSAGES, request.bytes());
  }

  /** Sends a request as clients do. */
  Exchange ask(Request request) {
    return new Exchange(request, http.message(MESSAGES, request.bytes(), "ASAP-Version", VERSIONS));
  }

  private Answer stream(Request request) {
    return http.message(
        STREAMS,
        request.bytes(),
        "ASAP-Version",
        VERSIONS,
        "Accept",
        "text/event-stream, application/json");
  }

  private Answer once(String name, Supplier<Answer> exchange) {
    return made.computeIfAbsent(name, unknown -> remember(exchange)).get();
  }

  private static Supplier<Answer> remember(Supplier<Answer> exchange) {
    try {
      Answer answer = exchange.get();
      return () -> answer;
    } catch (UnmetException e) {
      return () -> {
        throw e;
      };
    }
  }
}
