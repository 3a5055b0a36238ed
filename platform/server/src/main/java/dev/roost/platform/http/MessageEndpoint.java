package dev.roost.platform.http;

import dev.roost.platform.gateway.ReplyWriter;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.Gateway;
import dev.roost.spi.Reply;
import dev.roost.spi.StateException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /asap}: a message or a batch. JSON-RPC errors travel with status 200. */
final class MessageEndpoint {
  static final String BINDING = "http";

  private static final Logger LOG = LoggerFactory.getLogger(MessageEndpoint.class);

  private final Gateway gateway;
  private final MessageIntake intake;

  MessageEndpoint(Gateway gateway, MessageIntake intake) {
    this.gateway = gateway;
    this.intake = intake;
  }

  /** Takes a message for an agent that the path names, or for none. */
  void handle(HttpServerRequest request, Optional<AgentUrn> agent) {
    intake.take(request, agent, gateway::receive, MessageEndpoint::answer);
  }

  /** Replies hold what agents made: whatever is odd about it, the client gets an answer. */
  static void answer(HttpServerRequest request, Reply reply, BodyBudget.Share share) {
    try {
      write(request.response(), reply, share);
    } catch (RuntimeException e) {
      share.close();
      LOG.atError().setCause(e).log("A reply could not be written");
      Answers.json(request.response(), 200, JsonRpcWriter.error(null, RpcError.internalError()));
    }
  }

  private static void write(HttpServerResponse response, Reply reply, BodyBudget.Share share) {
    if (reply instanceof Reply.Error error && error.error().code() == RpcError.RATE_LIMITED) {
      share.close();
      Admission.refuse(response, error.error());
    } else if (reply instanceof Reply.Error error
        && error.error().code() == ErrorCode.THREAD_POOL_EXHAUSTED.rpcCode()) {
      share.close();
      response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter(error.error()));
      Answers.json(response, 503, unavailable(error.error()));
    } else if (reply instanceof Reply.Error error && StateException.isToldBy(error.error())) {
      share.close();
      response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter(error.error()));
      Answers.json(response, 503, unavailable(error.error()));
    } else {
      Buffer text = ReplyWriter.write(reply);
      share.answer(text.length());
      Answers.json(response, 200, text).onComplete(taken -> share.close());
    }
  }

  private static String retryAfter(RpcError error) {
    JsonObject data = error.data() == null ? new JsonObject() : error.data();
    long millis = Objects.requireNonNullElse(data.getLong("retry_after_ms"), 0L);
    return Long.toString(Math.max(1, (millis + 999) / 1_000));
  }

  /**
   * What the platform cannot do now is told outside JSON-RPC, as the reference does of overload.
   */
  private static JsonObject unavailable(RpcError error) {
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
}
