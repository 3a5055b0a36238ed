package dev.roost.client;

import dev.roost.protocol.AckStatus;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageAck;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.Codec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent that speaks WebSocket on a free port of this machine and does what a test wants: one
 * script for each connection, in their order; the last one stays.
 */
final class TestingSockets {
  private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
  private final List<TestingSocket> sockets = new CopyOnWriteArrayList<>();
  private final Queue<Door> doors = new ConcurrentLinkedQueue<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final HttpServer server;
  private final boolean tls;
  private volatile Script last = TestingSockets::echo;

  /** What the agent does about a request that comes over a connection. */
  interface Script {
    void take(TestingSocket socket, JsonObject request);
  }

  /** What the agent does about a request by HTTP. */
  interface Door {
    void answer(HttpServerRequest request);
  }

  private TestingSockets(Vertx vertx, HttpServerOptions options) {
    tls = options.isSsl();
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connection -> connections.incrementAndGet())
            .requestHandler(this::take);
  }

  static TestingSockets start(Vertx vertx) {
    return start(vertx, new HttpServerOptions(), "127.0.0.1");
  }

  static TestingSockets start(Vertx vertx, HttpServerOptions options, String address) {
    TestingSockets peer = new TestingSockets(vertx, options);
    Outcomes.get(peer.server.listen(0, address));
    return peer;
  }

  private void take(HttpServerRequest request) {
    requests.add(request);
    Door door = doors.poll();
    if (door != null) {
      door.answer(request);
    } else {
      request.toWebSocket().onSuccess(opened -> sockets.add(new TestingSocket(opened, next())));
    }
  }

  private Script next() {
    Script script = scripts.poll();
    return script == null ? last : script;
  }

  /** The scripts of the next connections; the last one stays for all that follow. */
  TestingSockets will(Script... next) {
    scripts.addAll(List.of(next).subList(0, next.length - 1));
    last = next[next.length - 1];
    return this;
  }

  /** What becomes of the next requests, instead of connections. */
  TestingSockets first(Door... next) {
    doors.addAll(List.of(next));
    return this;
  }

  String url() {
    return (tls ? "https" : "http") + "://127.0.0.1:" + port();
  }

  int port() {
    return server.actualPort();
  }

  /** All HTTP requests, also those that were refused. */
  List<HttpServerRequest> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  List<TestingSocket> sockets() {
    return sockets;
  }

  /** A connection that has come about, or will. */
  TestingSocket socket(int number) {
    Outcomes.await(() -> sockets.size() > number);
    return sockets.get(number);
  }

  /** The requests that have come over all connections. */
  List<JsonObject> seen() {
    return sockets.stream().flatMap(socket -> socket.requests().stream()).toList();
  }

  /** Those that carry an envelope. */
  List<JsonObject> seen(Envelope envelope) {
    return seen().stream()
        .filter(request -> request.getJsonObject("params").containsKey("envelope"))
        .filter(request -> envelope.id().equals(envelope(request).id()))
        .toList();
  }

  /** The envelope of a request. */
  static Envelope envelope(JsonObject request) {
    return Codec.ENVELOPE.read(envelopeJson(request).toBuffer());
  }

  /** The same as it came. */
  static JsonObject envelopeJson(JsonObject request) {
    return request.getJsonObject("params").getJsonObject("envelope");
  }

  static String taskId(JsonObject request) {
    return request.getJsonObject("params").getString("task_id");
  }

  /** Acknowledges and answers properly. */
  static void echo(TestingSocket socket, JsonObject request) {
    socket.send(ack(request));
    socket.send(answer(request));
  }

  /** Never says anything. */
  static void silence(TestingSocket socket, JsonObject request) {}

  /** Breaks the connection instead of an answer. */
  static void cut(TestingSocket socket, JsonObject request) {
    socket.cut();
  }

  static Buffer answer(JsonObject request) {
    return TestingAgent.answer(request);
  }

  static Buffer ack(JsonObject request) {
    return ack(request, AckStatus.RECEIVED);
  }

  static Buffer ack(JsonObject request, AckStatus status) {
    Envelope envelope = envelope(request);
    Envelope ack =
        Envelope.of(
            TestingAgent.URN, envelope.sender(), new MessageAck(envelope.id(), status, null));
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", "asap.ack")
        .put("params", new JsonObject().put("envelope", json(ack)))
        .toBuffer();
  }

  /** An answer with any payload. */
  static Buffer result(JsonObject request, Payload payload) {
    return result(request.getValue("id"), envelope(request).reply(TestingAgent.URN, payload));
  }

  static Buffer result(Object id, Envelope envelope) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("result", new JsonObject().put("envelope", json(envelope)))
        .put("id", id)
        .toBuffer();
  }

  /** A chunk whose text is its number; without a sequence if that is 0. */
  static Buffer chunk(JsonObject request, int number, long sequence, boolean last) {
    return chunk(request, "chunk " + number, sequence, last);
  }

  static Buffer chunk(JsonObject request, String text, long sequence, boolean last) {
    TaskStream chunk =
        new TaskStream(text, null, last, last ? TaskStatus.COMPLETED : TaskStatus.WORKING);
    Envelope envelope = envelope(request).reply(TestingAgent.URN, chunk);
    JsonObject extensions = new JsonObject().put("task_id", "task_1").put("sequence", sequence);
    return result(
        request.getValue("id"), sequence == 0 ? envelope : envelope.withExtensions(extensions));
  }

  static JsonObject json(Envelope envelope) {
    return Codec.ENVELOPE.write(envelope).toJsonObject();
  }

  void stop() {
    Outcomes.get(server.close());
  }
}
