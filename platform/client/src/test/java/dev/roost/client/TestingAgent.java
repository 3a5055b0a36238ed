package dev.roost.client;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.JsonRpcWriter;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/**
 * An agent on a free port of this machine that does what a test wants, also what no agent should:
 * one script for each request, in their order; the last one stays.
 */
final class TestingAgent {
  static final AgentUrn URN = AgentUrn.of("urn:asap:agent:testing");
  static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final HttpServer server;
  private final boolean tls;
  private volatile Script last = TestingAgent::echo;

  /** What the agent does about a request. */
  interface Script {
    void answer(Seen request, HttpServerResponse response);
  }

  /** A request as it came. */
  record Seen(String method, String uri, MultiMap headers, Buffer body, HttpServerRequest request) {
    /** The body, inflated if it was deflated. */
    Buffer text() {
      if (!"gzip".equals(headers.get("Content-Encoding"))) {
        return body;
      }
      try {
        return Buffer.buffer(
            new GZIPInputStream(new ByteArrayInputStream(body.getBytes())).readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    JsonObject json() {
      return text().toJsonObject();
    }

    JsonObject envelopeJson() {
      return json().getJsonObject("params").getJsonObject("envelope");
    }

    Envelope envelope() {
      return Codec.ENVELOPE.read(envelopeJson().toBuffer());
    }
  }

  private TestingAgent(Vertx vertx, HttpServerOptions options) {
    tls = options.isSsl();
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(
                connection -> {
                  connections.incrementAndGet();
                  connection.closeHandler(end -> closed.incrementAndGet());
                })
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body ->
                                take(
                                    new Seen(
                                        request.method().name(),
                                        request.uri(),
                                        request.headers(),
                                        body,
                                        request))));
  }

  static TestingAgent start(Vertx vertx) {
    return start(vertx, new HttpServerOptions());
  }

  static TestingAgent start(Vertx vertx, HttpServerOptions options) {
    TestingAgent agent = new TestingAgent(vertx, options);
    Outcomes.get(agent.server.listen(0, "127.0.0.1"));
    return agent;
  }

  private void take(Seen request) {
    seen.add(request);
    Script script = scripts.poll();
    (script == null ? last : script).answer(request, request.request().response());
  }

  /** The scripts of the next requests; the last one stays for all that follow. */
  TestingAgent will(Script... next) {
    scripts.addAll(List.of(next).subList(0, next.length - 1));
    last = next[next.length - 1];
    return this;
  }

  String url() {
    return (tls ? "https" : "http") + "://127.0.0.1:" + port();
  }

  int port() {
    return server.actualPort();
  }

  List<Seen> seen() {
    return seen;
  }

  Seen first() {
    return seen.get(0);
  }

  int connections() {
    return connections.get();
  }

  int closedConnections() {
    return closed.get();
  }

  void stop() {
    Outcomes.get(server.close());
  }

  /** A request for the skill {@code echo}. */
  static Envelope request(JsonObject input) {
    return asOnTheWire(
        Envelope.of(CLIENT, URN, new TaskRequest("conv_1", null, "echo", input, null)));
  }

  /** The same envelope, with a timestamp of microseconds. */
  static Envelope asOnTheWire(Envelope envelope) {
    return Codec.ENVELOPE.read(Codec.ENVELOPE.write(envelope));
  }

  static Envelope request() {
    return request(new JsonObject().put("n", 1));
  }

  /** Answers properly. */
  static void echo(Seen request, HttpServerResponse response) {
    if (request.text().toString().startsWith("[")) {
      JsonArray answers = new JsonArray();
      request.text().toJsonArray().stream()
          .map(JsonObject.class::cast)
          .forEach(one -> answers.add(answer(one).toJsonObject()));
      json(response, answers.toBuffer());
    } else {
      json(response, answer(request.json()));
    }
  }

  /** The proper answer to a JSON-RPC request. */
  static Buffer answer(JsonObject request) {
    Envelope envelope =
        Codec.ENVELOPE.read(request.getJsonObject("params").getJsonObject("envelope").toBuffer());
    JsonObject input =
        envelope.payload() instanceof TaskRequest task ? task.input() : new JsonObject();
    return JsonRpcWriter.result(request.getValue("id"), envelope.reply(URN, done(input)));
  }

  static Payload done(JsonObject input) {
    return new TaskResponse(
        "task_1", TaskStatus.COMPLETED, new JsonObject().put("echoed", input), null, null);
  }

  static Script error(RpcError error) {
    return (request, response) ->
        json(response, JsonRpcWriter.error(request.json().getValue("id"), error));
  }

  static Script status(int status, JsonObject body, String... headers) {
    return (request, response) -> {
      for (int i = 0; i < headers.length; i += 2) {
        response.putHeader(headers[i], headers[i + 1]);
      }
      json(response.setStatusCode(status), body.toBuffer());
    };
  }

  static Script text(String type, String body) {
    return (request, response) -> response.putHeader("Content-Type", type).end(body);
  }

  /** Closes the connection instead of an answer. */
  static void drop(Seen request, HttpServerResponse response) {
    request.request().connection().close();
  }

  /** Closes the connection within the answer. */
  static void breakOff(Seen request, HttpServerResponse response) {
    response
        .putHeader("Content-Length", "1000")
        .write("{\"jsonrpc\":")
        .onComplete(done -> request.request().connection().close());
  }

  /** Never answers. */
  static void silence(Seen request, HttpServerResponse response) {}

  static void json(HttpServerResponse response, Buffer body) {
    response.putHeader("Content-Type", "application/json").end(body);
  }
}
