package dev.roost.platform.discovery;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.JsonRpcWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** An agent on a free port: a test answers its requests one by one; cancellations it answers. */
final class TestingFarAgent {
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final AtomicInteger unknown = new AtomicInteger();
  private final AgentUrn urn;
  private final HttpServer server;

  private TestingFarAgent(Vertx vertx, AgentUrn urn) {
    this.urn = urn;
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> take(request, body)));
  }

  static TestingFarAgent start(Vertx vertx, AgentUrn urn) throws Exception {
    TestingFarAgent agent = new TestingFarAgent(vertx, urn);
    agent.server.listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS);
    return agent;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** So many cancellations will be about a task that it does not know. */
  void doesNotKnowTheNext(int cancellations) {
    unknown.set(cancellations);
  }

  /** The payload that comes next. */
  Payload next() throws Exception {
    return poll().envelope().payload();
  }

  /** The message that comes next, which must be of that type. */
  Asked next(Class<? extends Payload> type) throws Exception {
    Asked next = poll();
    type.cast(next.envelope().payload());
    return next;
  }

  private Asked poll() throws Exception {
    Asked next = asked.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing has come within 20 seconds");
    }
    return next;
  }

  private void take(HttpServerRequest http, Buffer body) {
    if (http.method() == HttpMethod.GET) {
      http.response().setStatusCode(404).end();
      return;
    }
    JsonObject message = text(http, body).toJsonObject();
    JsonObject envelope = message.getJsonObject("params").getJsonObject("envelope");
    Asked one = new Asked(urn, http, message, Codec.ENVELOPE.read(envelope.toBuffer()));
    if (one.envelope().payload() instanceof TaskCancel cancel) {
      answer(one, cancel);
    }
    asked.add(one);
  }

  private void answer(Asked one, TaskCancel cancel) {
    if (unknown.getAndDecrement() > 0) {
      one.answer(RpcError.of(ErrorCode.TASK_NOT_FOUND, "no such task", new JsonObject()));
    } else {
      one.answer(new TaskResponse(cancel.taskId(), TaskStatus.CANCELLED, null, null, null));
    }
  }

  private static Buffer text(HttpServerRequest request, Buffer body) {
    if (!"gzip".equals(request.getHeader("Content-Encoding"))) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message that has come. */
  record Asked(AgentUrn urn, HttpServerRequest http, JsonObject message, Envelope envelope) {
    void answer(Payload payload) {
      send(200, JsonRpcWriter.result(message.getValue("id"), envelope.reply(urn, payload)));
    }

    void answer(RpcError error) {
      send(200, JsonRpcWriter.error(message.getValue("id"), error));
    }

    void answerWithStatus(int status, String detail) {
      send(status, new JsonObject().put("detail", detail).toBuffer());
    }

    private void send(int status, Buffer body) {
      http.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(body);
    }
  }
}
