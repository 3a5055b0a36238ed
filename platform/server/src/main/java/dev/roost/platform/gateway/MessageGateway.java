package dev.roost.platform.gateway;

import dev.roost.platform.auth.Authenticator;
import dev.roost.platform.discovery.AgentCalls;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcReader;
import dev.roost.spi.Caller;
import dev.roost.spi.Frame;
import dev.roost.spi.Gateway;
import dev.roost.spi.Principal;
import dev.roost.spi.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The road: decode, identity, checks, route, agent, reply. Shared by all event loops. */
public final class MessageGateway implements Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(MessageGateway.class);

  private final RateLimiter rate;
  private final JsonRpcReader reader;
  private final Authenticator identity;
  private final Freshness freshness;
  private final Nonces nonces;
  private final Destination destination;
  private final AgentCalls agents;
  private final GatewayMetrics metrics;

  /** With one object for each step. */
  public MessageGateway(
      RateLimiter rate,
      JsonRpcReader reader,
      Authenticator identity,
      Freshness freshness,
      Nonces nonces,
      Destination destination,
      AgentCalls agents,
      GatewayMetrics metrics) {
    this.rate = rate;
    this.reader = reader;
    this.identity = identity;
    this.freshness = freshness;
    this.nonces = nonces;
    this.destination = destination;
    this.agents = agents;
    this.metrics = metrics;
  }

  @Override
  public Optional<RpcError> admit(Caller caller) {
    return charge(caller, 1);
  }

  @Override
  public Future<Reply> receive(Frame frame, Caller caller) {
    JsonRpcReader.Incoming incoming = reader.read(frame.body());
    return incoming instanceof JsonRpcReader.Incoming.Batch batch
        ? receiveAll(batch.requests(), frame, caller)
        : receiveOne(((JsonRpcReader.Incoming.Single) incoming).request(), frame, caller);
  }

  private Optional<RpcError> charge(Caller caller, int hits) {
    Optional<RpcError> refusal = rate.hit(caller.address(), hits);
    refusal.ifPresent(metrics::refused);
    return refusal;
  }

  /** The first request of a batch was paid for when the caller was admitted. */
  private Future<Reply> receiveAll(List<JsonRpcRequest> requests, Frame frame, Caller caller) {
    Optional<RpcError> refusal = charge(caller, requests.size() - 1);
    if (refusal.isPresent()) {
      return Future.succeededFuture(new Reply.Error(null, refusal.get()));
    }
    List<Future<Reply>> replies =
        requests.stream().map(request -> receiveOne(request, frame, caller)).toList();
    return Future.all(replies).map(done -> new Reply.Batch(done.list()));
  }

  private Future<Reply> receiveOne(JsonRpcRequest request, Frame frame, Caller caller) {
    long startedNanos = System.nanoTime();
    return carry(request, frame, caller)
        .transform(
            (answer, failure) -> {
              Reply reply = reply(request.id(), answer, failure);
              metrics.answered(request, reply, System.nanoTime() - startedNanos);
              return Future.succeededFuture(reply);
            });
  }

  /** The road of one message. */
  private Future<Envelope> carry(JsonRpcRequest request, Frame frame, Caller caller) {
    if (request instanceof JsonRpcRequest.Invalid invalid && !invalid.afterIdentity()) {
      return Future.failedFuture(new AsapException(invalid.error()));
    }
    return identity
        .authenticate(caller.authorization())
        .compose(
            principal -> {
              Envelope envelope = validEnvelope(request);
              checkSender(principal, envelope);
              freshness.check(envelope);
              nonces.check(envelope);
              AgentUrn agent = destination.choose(frame, envelope);
              return run(agent, envelope);
            });
  }

  private Future<Envelope> run(AgentUrn agent, Envelope envelope) {
    long startedNanos = System.nanoTime();
    PayloadType type = PayloadType.of(envelope.payload());
    return agents
        .call(agent, envelope)
        .onComplete(
            done -> metrics.executed(type, done.failed(), System.nanoTime() - startedNanos));
  }

  private static Envelope validEnvelope(JsonRpcRequest request) {
    if (request instanceof JsonRpcRequest.Send send) {
      return send.envelope();
    }
    throw new AsapException(((JsonRpcRequest.Invalid) request).error());
  }

  private static void checkSender(Principal principal, Envelope envelope) {
    if (principal.agent().isPresent() && !principal.agent().get().equals(envelope.sender())) {
      throw new AsapException(GatewayErrors.senderMismatch());
    }
  }

  private static Reply reply(
      @Nullable Object id, @Nullable Envelope answer, @Nullable Throwable failure) {
    if (answer != null && id != null) {
      return new Reply.Result(id, answer);
    }
    if (failure instanceof AsapException expected) {
      return new Reply.Error(id, GatewayErrors.withReason(expected.error()));
    }
    LOG.atError().setCause(failure).log("A message could not be carried");
    return new Reply.Error(id, RpcError.internalError());
  }
}
