package dev.roost.platform.http;

import dev.roost.platform.gateway.ReplyWriter;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.Caller;
import dev.roost.spi.Frame;
import dev.roost.spi.Gateway;
import dev.roost.spi.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /asap}: version, rate and announced length before the body is read; then the body to
 * the gateway, and its answer back. JSON-RPC errors travel with status 200.
 */
final class MessageEndpoint {
  static final String BINDING = "http";

  private static final Logger LOG = LoggerFactory.getLogger(MessageEndpoint.class);

  private final Gateway gateway;
  private final Admission admission;
  private final BodyReader bodies;
  private final BodyBudget budget;
  private final Connections connections;

  MessageEndpoint(
      Gateway gateway,
      Admission admission,
      BodyReader bodies,
      BodyBudget budget,
      Connections connections) {
    this.gateway = gateway;
    this.admission = admission;
    this.bodies = bodies;
    this.budget = budget;
    this.connections = connections;
  }

  /** Takes a message for an agent that the path names, or for none. */
  void handle(HttpServerRequest request, Optional<AgentUrn> agent) {
    HttpServerResponse response = request.response();
    String requested = HeaderLists.get(request, TransportVersions.HEADER);
    Optional<String> version = TransportVersions.choose(requested);
    if (version.isEmpty()) {
      write(response, new Reply.Error(null, TransportVersions.incompatible(requested)));
      return;
    }
    response.putHeader(TransportVersions.HEADER, version.get());
    Caller caller = admission.caller(request);
    Optional<RpcError> refusal = gateway.admit(caller);
    if (refusal.isPresent()) {
      write(response, new Reply.Error(null, refusal.get()));
      return;
    }
    BodyBudget.Share share = budget.open();
    receive(request, agent, caller, share)
        .onComplete(
            reply -> {
              share.close();
              if (reply.succeeded()) {
                answer(response, reply.result());
              } else {
                fail(request, reply.cause());
              }
            });
  }

  private Future<Reply> receive(
      HttpServerRequest request, Optional<AgentUrn> agent, Caller caller, BodyBudget.Share share) {
    try {
      ContentCoding coding = bodies.checkHead(request);
      return bodies
          .read(request, coding, connections.watch(request), share)
          .compose(body -> gateway.receive(new Frame(body, agent), caller));
    } catch (HttpFailure e) {
      return Future.failedFuture(e);
    }
  }

  /** Replies hold what agents made: whatever is odd about it, the client gets an answer. */
  private static void answer(HttpServerResponse response, Reply reply) {
    try {
      write(response, reply);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A reply could not be written");
      Answers.json(response, 200, JsonRpcWriter.error(null, RpcError.internalError()));
    }
  }

  private static void write(HttpServerResponse response, Reply reply) {
    if (reply instanceof Reply.Error error && error.error().code() == RpcError.RATE_LIMITED) {
      Admission.refuse(response, error.error());
    } else if (reply instanceof Reply.Error error
        && error.error().code() == ErrorCode.THREAD_POOL_EXHAUSTED.rpcCode()) {
      Answers.json(response, 503, overload(error.error()));
    } else {
      Answers.json(response, 200, ReplyWriter.write(reply));
    }
  }

  /** Overload is told outside JSON-RPC, as the reference does. */
  private static JsonObject overload(RpcError error) {
    JsonObject data = error.data() == null ? new JsonObject() : error.data();
    return new JsonObject()
        .put("error", "Service Temporarily Unavailable")
        .put("code", data.getValue("code"))
        .put("rpc_code", error.code())
        .put("message", error.message())
        .put("details", data.getValue("details"))
        .put("recoverable", data.getValue("recoverable"))
        .put("retry_after_ms", data.getValue("retry_after_ms"))
        .put("fallback_action", data.getValue("fallback_action"));
  }

  private void fail(HttpServerRequest request, Throwable cause) {
    HttpServerResponse response = request.response();
    if (!(cause instanceof HttpFailure failure)) {
      LOG.atError().setCause(cause).log("A request could not be answered");
      Answers.json(response, 200, JsonRpcWriter.error(null, RpcError.internalError()));
      return;
    }
    if (failure.isClosing()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Future<Void> sent =
        Answers.detail(response, failure.status(), String.valueOf(failure.getMessage()));
    if (failure.isClosing()) {
      sent.onComplete(done -> connections.watch(request).linger());
    }
  }
}
