package dev.roost.platform.http;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.Caller;
import dev.roost.spi.Frame;
import dev.roost.spi.Gateway;
import dev.roost.spi.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages in: version, rate and announced length before the body is read, then the body.
 * What is refused here is answered here.
 */
final class MessageIntake {
  private static final Logger LOG = LoggerFactory.getLogger(MessageIntake.class);
  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("x-idempotency-key");

  private final Gateway gateway;
  private final Admission admission;
  private final Guard guard;
  private final BodyReader bodies;
  private final BodyBudget budget;
  private final Connections connections;

  MessageIntake(
      Gateway gateway,
      Admission admission,
      Guard guard,
      BodyReader bodies,
      BodyBudget budget,
      Connections connections) {
    this.gateway = gateway;
    this.admission = admission;
    this.guard = guard;
    this.bodies = bodies;
    this.budget = budget;
    this.connections = connections;
  }

  /** Writes the answer of the gateway, and closes the share of the budget when it is taken. */
  @FunctionalInterface
  interface Answering {
    void answer(HttpServerRequest request, Reply reply, BodyBudget.Share share);
  }

  /**
   * Takes a message in.
   *
   * @param agent the agent that the path names, if it names one
   * @param door where the message goes
   * @param answering writes what comes back, also if the message was refused
   */
  void take(
      HttpServerRequest request,
      Optional<AgentUrn> agent,
      BiFunction<Frame, Caller, Future<Reply>> door,
      Answering answering) {
    String requested = HeaderLists.get(request, TransportVersions.HEADER);
    Optional<String> version = TransportVersions.choose(requested);
    if (version.isEmpty()) {
      refuse(request, TransportVersions.incompatible(requested), answering);
      return;
    }
    request.response().putHeader(TransportVersions.HEADER, version.get());
    Caller caller = admission.caller(request);
    Optional<RpcError> refusal = gateway.admit(caller);
    if (refusal.isPresent()) {
      refuse(request, refusal.get(), answering);
      return;
    }
    BodyBudget.Share share = budget.open();
    frame(request, agent, share)
        .compose(frame -> door.apply(frame, caller))
        .onComplete(
            reply -> {
              if (reply.succeeded() && guard.refuses(reply.result())) {
                share.close();
                guard.refuse(request, ((Reply.Error) reply.result()).error());
              } else if (reply.succeeded()) {
                answering.answer(request, reply.result(), share);
              } else {
                share.close();
                fail(request, reply.cause());
              }
            });
  }

  /** Before a body is read. */
  private void refuse(HttpServerRequest request, RpcError error, Answering answering) {
    answering.answer(request, new Reply.Error(null, error), budget.open());
  }

  private Future<Frame> frame(
      HttpServerRequest request, Optional<AgentUrn> agent, BodyBudget.Share share) {
    Optional<String> key = Optional.ofNullable(request.getHeader(IDEMPOTENCY_KEY));
    return bodies
        .read(request, connections.watch(request), share)
        .compose(body -> guard.checkBody(request, body))
        .map(body -> new Frame(body, agent, key));
  }

  private void fail(HttpServerRequest request, Throwable cause) {
    if (!(cause instanceof HttpFailure failure)) {
      LOG.atError().setCause(cause).log("A request could not be answered");
      Answers.json(request.response(), 200, JsonRpcWriter.error(null, RpcError.internalError()));
      return;
    }
    connections.refuse(request, failure);
  }
}
