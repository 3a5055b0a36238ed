package dev.roost.platform.gateway;

import dev.roost.platform.auth.Authenticator;
import dev.roost.platform.task.Durability;
import dev.roost.platform.webhook.Callbacks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.json.JsonRpcReader;
import dev.roost.spi.Caller;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Frame;
import dev.roost.spi.Gateway;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Principal;
import dev.roost.spi.Receipt;
import dev.roost.spi.Reply;
import dev.roost.spi.Scope;
import dev.roost.spi.TaskRecord;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private final Callbacks callbacks;
  private final TaskDesk desk;
  private final GatewayMetrics metrics;
  private Supplier<Optional<RpcError>> refusal = Optional::empty;

  /** With one object for each step. */
  public MessageGateway(
      RateLimiter rate,
      JsonRpcReader reader,
      Authenticator identity,
      Freshness freshness,
      Nonces nonces,
      Destination destination,
      Callbacks callbacks,
      TaskDesk desk,
      GatewayMetrics metrics) {
    this.rate = rate;
    this.reader = reader;
    this.identity = identity;
    this.freshness = freshness;
    this.nonces = nonces;
    this.destination = destination;
    this.callbacks = callbacks;
    this.desk = desk;
    this.metrics = metrics;
  }

  /**
   * Answers every message by the error that is supplied, while there is one; to be called first.
   */
  public MessageGateway refusing(Supplier<Optional<RpcError>> refusals) {
    refusal = refusals;
    return this;
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
    String client =
        identity
            .known(caller.authorization())
            .map(principal -> "principal " + principal.subject())
            .orElse(caller.address());
    Optional<RpcError> refusal = rate.hit(client, hits);
    refusal.ifPresent(metrics::refused);
    return refusal;
  }

  @Override
  public Future<Reply> exchange(Frame frame, Caller caller, Receipt receipt) {
    return single(
        frame,
        "a batch cannot be sent over this transport",
        request ->
            question(request, frame, caller, receipt)
                .compose(
                    question ->
                        wantsChunks(question)
                            ? chunks(request, question)
                            : run(question)
                                .map(answer -> new Reply.Result(idOf(request), answer))));
  }

  @Override
  public Future<Reply> stream(Frame frame, Caller caller) {
    return single(
        frame,
        "a batch cannot be answered by a stream",
        request ->
            question(request, frame, caller, Receipt.NONE)
                .compose(question -> chunks(request, question)));
  }

  private Future<Reply> single(
      Frame frame, String refusal, Function<JsonRpcRequest, Future<? extends Reply>> carry) {
    if (!(reader.read(frame.body()) instanceof JsonRpcReader.Incoming.Single single)) {
      RpcError error = RpcError.invalidRequest(new JsonObject().put("reason", refusal));
      return Future.succeededFuture(new Reply.Error(null, error));
    }
    long startedNanos = System.nanoTime();
    return answer(single.request(), startedNanos, carry.apply(single.request()));
  }

  private boolean wantsChunks(Question question) {
    if (!(question.envelope().payload() instanceof TaskRequest task)) {
      return false;
    }
    Boolean asked = task.config() == null ? null : task.config().streaming();
    return asked == null ? destination.streams(question.agent()) : asked;
  }

  private Future<Reply> chunks(JsonRpcRequest request, Question question) {
    return desk.stream(question, Vertx.currentContext())
        .map(chunks -> new Reply.Stream(idOf(request), chunks));
  }

  @Override
  public Future<Principal> identify(Caller caller, Scope scope) {
    Optional<RpcError> tooMany =
        identity.isCostly(caller.authorization()) ? charge(caller, 1) : Optional.empty();
    if (tooMany.isPresent()) {
      return Future.failedFuture(new AsapException(tooMany.get()));
    }
    return identity
        .authenticate(caller.authorization(), scope)
        .onFailure(
            failure -> {
              if (failure instanceof AsapException expected) {
                metrics.refused(expected.error());
              }
            });
  }

  @Override
  public Future<TaskRecord> task(String id, Caller caller) {
    return owner(caller).compose(owner -> desk.views().look(id, owner));
  }

  @Override
  public Future<EnvelopeStream> follow(String id, long after, Caller caller) {
    Context context = Vertx.currentContext();
    return owner(caller).compose(owner -> desk.views().follow(context, id, after, owner));
  }

  private Future<String> owner(Caller caller) {
    return identity.authenticate(caller.authorization(), Scope.READ).map(Principal::subject);
  }

  /** The first request of a batch was paid for when the caller was admitted. */
  private Future<Reply> receiveAll(List<JsonRpcRequest> requests, Frame frame, Caller caller) {
    Optional<RpcError> refusal = charge(caller, requests.size() - 1);
    if (refusal.isPresent()) {
      return Future.succeededFuture(new Reply.Error(null, refusal.get()));
    }
    List<Future<Reply>> replies =
        requests.stream().map(request -> receiveOne(request, frame.inBatch(), caller)).toList();
    return Future.all(replies).map(done -> new Reply.Batch(done.list()));
  }

  private Future<Reply> receiveOne(JsonRpcRequest request, Frame frame, Caller caller) {
    long startedNanos = System.nanoTime();
    return answer(
        request,
        startedNanos,
        carry(request, frame, caller).map(envelope -> new Reply.Result(idOf(request), envelope)));
  }

  private static Object idOf(JsonRpcRequest request) {
    return Objects.requireNonNull(request.id(), "a request without an id is refused");
  }

  private Future<Reply> answer(
      JsonRpcRequest request, long startedNanos, Future<? extends Reply> carried) {
    return carried.transform(
        (answer, failure) -> {
          Reply reply = failure == null ? answer : error(request.id(), failure);
          metrics.answered(request, reply, System.nanoTime() - startedNanos);
          return Future.succeededFuture(reply);
        });
  }

  /** The road of one message. */
  private Future<Envelope> carry(JsonRpcRequest request, Frame frame, Caller caller) {
    return question(request, frame, caller, Receipt.NONE).compose(this::run);
  }

  /** What stands on the road before the agent. */
  private Future<Question> question(
      JsonRpcRequest request, Frame frame, Caller caller, Receipt receipt) {
    if (request instanceof JsonRpcRequest.Send send) {
      receipt.parsed(send.id(), send.envelope());
    }
    Optional<RpcError> refused = refusal.get();
    if (refused.isPresent()) {
      return Future.failedFuture(new AsapException(refused.get()));
    }
    if (request instanceof JsonRpcRequest.Invalid invalid && !invalid.afterIdentity()) {
      return Future.failedFuture(new AsapException(invalid.error()));
    }
    return identity
        .authenticate(caller.authorization(), Scope.EXECUTE)
        .compose(principal -> watched(checked(valid(request), frame, principal, receipt)))
        .onSuccess(
            question -> {
              if (!question.isDurable()) {
                question.accepted().run();
              }
            });
  }

  /** Where somebody wants to be told of the task, it is made sure that he can be. */
  private Future<Question> watched(Question question) {
    return question.watched()
        ? callbacks.take(question.envelope(), question.owner()).map(question::watchedBy)
        : Future.succeededFuture(question);
  }

  private Question checked(
      JsonRpcRequest.Send send, Frame frame, Principal principal, Receipt receipt) {
    Envelope envelope = send.envelope();
    checkSender(principal, envelope);
    freshness.check(envelope);
    AgentUrn agent = destination.choose(frame, envelope);
    boolean watched = callbacks.areWanted(envelope, principal.subject());
    Durability durability = desk.durability(envelope, agent, watched);
    Optional<Key> key =
        RequestKeys.of(send, frame.idempotencyKey(), principal, durability == Durability.DURABLE);
    nonces.check(envelope, key.isPresent());
    checkReach(principal, agent);
    return new Question(
        envelope,
        principal,
        agent,
        frame.agent(),
        key,
        watched,
        Optional.empty(),
        durability,
        () -> receipt.accepted(send.id(), envelope),
        send.from());
  }

  private Future<Envelope> run(Question question) {
    long startedNanos = System.nanoTime();
    PayloadType type = PayloadType.of(question.envelope().payload());
    return desk.answer(question)
        .onComplete(
            done -> metrics.executed(type, done.failed(), System.nanoTime() - startedNanos));
  }

  private static JsonRpcRequest.Send valid(JsonRpcRequest request) {
    if (request instanceof JsonRpcRequest.Send send) {
      return send;
    }
    throw new AsapException(((JsonRpcRequest.Invalid) request).error());
  }

  private static void checkSender(Principal principal, Envelope envelope) {
    if (principal.agent().isPresent() && !principal.agent().get().equals(envelope.sender())) {
      throw new AsapException(GatewayErrors.senderMismatch());
    }
  }

  private static void checkReach(Principal principal, AgentUrn agent) {
    if (!principal.mayAsk(agent)) {
      throw new AsapException(GatewayErrors.identityMismatch(agent));
    }
  }

  private static Reply error(@Nullable Object id, Throwable failure) {
    if (failure instanceof AsapException expected) {
      return new Reply.Error(id, GatewayErrors.withReason(expected.error()));
    }
    LOG.atError().setCause(failure).log("A message could not be carried");
    return new Reply.Error(id, RpcError.internalError());
  }
}
