package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.MessageAck;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.spi.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to one peer, and the connections that carry them. A call waits until a connection has
 * room for it; when a connection ends, its calls wait for another one. Used on one event loop.
 */
final class SocketPool {
  private static final Logger LOG = LoggerFactory.getLogger(SocketPool.class);
  private static final Buffer PONG = Buffer.buffer("{\"type\":\"pong\"}");
  private static final int UNAUTHORIZED = 401;
  private static final int MAX_SENDS = 4;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final String base;
  private final ClientSettings settings;
  private final WebSocketSettings limits;
  private final Bearer bearer;
  private final SocketHandshake handshake;
  private final Reconnection reconnection;
  private final Consumer<Envelope> onMessage;
  private final List<SocketLine> lines = new ArrayList<>();
  private final Map<String, SocketCall> calls = new LinkedHashMap<>();
  private final Deque<SocketCall> waiting = new ArrayDeque<>();
  private final Promise<Void> closed = Promise.promise();
  private @Nullable Promise<Void> connected;
  private @Nullable AsapClientException lastFailure;
  private long sweeper = -1;
  private int perSecond;
  private int unauthorizedInRow;
  private boolean opening;
  private boolean waitsForPace;
  private boolean kept;
  private boolean closing;

  SocketPool(TransportContext context) {
    this.vertx = context.vertx();
    this.base = context.baseUrl();
    this.settings = context.settings();
    this.limits = context.webSocket();
    this.bearer = new Bearer(vertx, base, context.tokens());
    this.handshake = new SocketHandshake(vertx, context.upgrades(), base, HANDSHAKE);
    this.reconnection = new Reconnection(vertx, limits.reconnect());
    this.onMessage = context.onMessage();
    this.perSecond = limits.messagesPerSecond();
  }

  /** Whether a call of that id is on its way. */
  boolean has(String id) {
    return calls.containsKey(id);
  }

  /** Connects, and stays connected. */
  Future<Void> connect() {
    kept = true;
    if (!lines.isEmpty()) {
      return Future.succeededFuture();
    }
    connected = connected == null ? Promise.promise() : connected;
    Future<Void> outcome = connected.future();
    pump();
    return outcome;
  }

  /** Takes a call; it waits until it can be sent. */
  void submit(SocketCall call) {
    if (closing || calls.size() >= limits.maxCalls()) {
      call.failed(
          notTaken(closing ? closedByUs() : new ConnectionPoolTooBusyException("too many calls")));
      return;
    }
    calls.put(call.id(), call);
    waiting.add(call);
    call.endedBy(vertx.setTimer(call.timeout().toMillis(), tick -> expire(call)));
    pump();
  }

  /** Sends something that is not answered, if the connection of the call is there. */
  void say(SocketCall call, Buffer text) {
    if (call.line() != null) {
      call.line().say(text);
    }
  }

  /** Forgets a call that has come to its end. */
  void forget(SocketCall call) {
    call.finish();
    if (calls.remove(call.id(), call)) {
      vertx.cancelTimer(call.timer());
      waiting.remove(call);
      if (call.line() != null) {
        call.line().forget(call);
      }
    }
    checkClosed();
  }

  private void expire(SocketCall call) {
    if (!call.isDone()) {
      boolean neverSent = call.sends() == 0 && call.line() == null && lastFailure != null;
      call.expired(
          neverSent && lastFailure.fate() == Fate.NOT_TAKEN
              ? lastFailure
              : new AnswerTimeoutException(base, call.timeout()));
      settle(call);
    }
  }

  private void settle(SocketCall call) {
    if (call.isDone()) {
      forget(call);
      pump();
    }
  }

  /** Sends what can be sent, and opens another connection if that is not all. */
  void pump() {
    while (!waiting.isEmpty()) {
      SocketLine line = roomiest();
      if (line == null) {
        break;
      } else if (line.nanosToNext() > 0) {
        pumpAfter(line.nanosToNext());
        break;
      }
      line.carry(waiting.remove());
    }
    if (!waiting.isEmpty() || kept && lines.isEmpty()) {
      open();
    }
    sweepWhileNeeded();
  }

  private void pumpAfter(long nanos) {
    if (!waitsForPace) {
      waitsForPace = true;
      vertx.setTimer(
          TimeUnit.NANOSECONDS.toMillis(nanos) + 1,
          tick -> {
            waitsForPace = false;
            pump();
          });
    }
  }

  private @Nullable SocketLine roomiest() {
    return lines.stream()
        .filter(SocketLine::hasRoom)
        .min(Comparator.comparingLong(SocketLine::nanosToNext).thenComparing(SocketLine::load))
        .orElse(null);
  }

  private void open() {
    if (opening
        || reconnection.isPausing()
        || lines.size() >= limits.connections()
        || closing && calls.isEmpty()) {
      return;
    }
    opening = true;
    bearer
        .call(header -> handshake.open(header).map(bytes -> line(header, bytes)))
        .onComplete(this::opened);
  }

  /** At once, since the first bytes may be there. */
  private SocketLine line(Optional<String> authorization, NetSocket bytes) {
    Pace pace = new Pace(perSecond, System.nanoTime());
    return new SocketLine(
        vertx, this, bytes, settings.maxAnswerBytes(), limits, authorization, pace);
  }

  private void opened(AsyncResult<SocketLine> outcome) {
    opening = false;
    if (outcome.failed()) {
      notOpened(typed(outcome.cause()));
      return;
    }
    lines.add(outcome.result());
    if (connected != null) {
      connected.complete();
      connected = null;
    }
    pump();
    checkClosed();
  }

  private AsapClientException typed(Throwable failure) {
    return failure instanceof AsapClientException known ? known : notTaken(failure);
  }

  private void notOpened(AsapClientException failure) {
    lastFailure = failure;
    LOG.atDebug()
        .addKeyValue("peer", base)
        .addKeyValue("failure", failure.getMessage())
        .log("A connection has not come about");
    if (connected != null) {
      kept = false;
      connected.fail(failure);
      connected = null;
    }
    if (failure.fate() == Fate.ANSWERED) {
      giveUp(failure);
    } else {
      tryAgain(failure.retryAfter(), failure);
    }
  }

  private void tryAgain(Optional<Duration> told, AsapClientException failure) {
    boolean needed = !waiting.isEmpty() || kept && lines.isEmpty();
    if (needed && !reconnection.pause(told, this::pump)) {
      giveUp(failure);
    }
  }

  /** Nothing that waits will ever be sent. */
  private void giveUp(AsapClientException failure) {
    List<SocketCall> all = List.copyOf(waiting);
    waiting.clear();
    for (SocketCall call : all) {
      call.failed(failure);
      forget(call);
    }
  }

  /** A connection has ended. */
  void ended(SocketLine line, SocketEnd end) {
    lines.remove(line);
    LOG.atDebug().addKeyValue("peer", base).addKeyValue("end", end).log("A connection has ended");
    if (line.isHeard() && !end.isUnauthorized()) {
      unauthorizedInRow = 0;
      reconnection.succeeded();
    }
    if (end.isForTheRate()) {
      perSecond = Math.max(1, perSecond / 2);
    }
    List<SocketCall> orphans = line.calls();
    for (int i = orphans.size() - 1; i >= 0; i--) {
      orphan(orphans.get(i), end);
    }
    if (!end.isUnauthorized() || mayShowAnother(line)) {
      tryAgain(Optional.empty(), lost(end));
    } else {
      giveUp(unauthorized(end));
    }
    checkClosed();
  }

  private void orphan(SocketCall call, SocketEnd end) {
    boolean suspect = end.isForTheContent() && !call.isAcknowledged();
    call.carriedBy(null);
    if (!suspect && call.outlivesConnection()) {
      waiting.addFirst(call);
    } else {
      call.failed(lost(end));
      forget(call);
    }
  }

  private AsapClientException lost(SocketEnd end) {
    return new ConnectionFailedException(
        base, Fate.UNKNOWN, new HttpClosedException(end.code() + " " + end.reason()));
  }

  /** Once in a row: a token may just have become too old. */
  private boolean mayShowAnother(SocketLine line) {
    return line.authorization().filter(bearer::refused).isPresent() && unauthorizedInRow++ == 0;
  }

  private AsapClientException unauthorized(SocketEnd end) {
    unauthorizedInRow = 0;
    return new HttpStatusException(
        UNAUTHORIZED,
        new RpcError(
            ErrorCode.REMOTE_ERROR.rpcCode(),
            base + " has closed the connection: " + end.reason(),
            new JsonObject().put("status_code", UNAUTHORIZED)));
  }

  /** A message has come. What is no message is left aside. */
  void received(SocketLine line, Buffer text) {
    try {
      take(line, RpcMessage.read(text));
    } catch (InvalidJsonException e) {
      LOG.atDebug().addKeyValue("peer", base).setCause(e).log("A peer has sent what is no JSON");
    }
  }

  private void take(SocketLine line, RpcMessage message) {
    if ("ping".equals(message.type())) {
      line.say(PONG);
    } else if ("asap.ack".equals(message.method())) {
      acknowledged(message.envelope());
    } else if (message.id() != null) {
      Optional.ofNullable(calls.get(String.valueOf(message.id())))
          .ifPresent(call -> answered(call, message));
    } else if (message.envelope() != null && message.method() == null) {
      unasked(message.envelope());
    }
  }

  private void acknowledged(@Nullable Envelope envelope) {
    if (envelope != null && envelope.payload() instanceof MessageAck ack) {
      Optional.ofNullable(calls.get(ack.originalEnvelopeId())).ifPresent(SocketCall::acknowledged);
    }
  }

  private void answered(SocketCall call, RpcMessage message) {
    Optional<Outcome> outcome = message.outcome();
    if (outcome.isEmpty() && message.fault() != null) {
      call.failed(new InvalidAnswerException(base, message.fault()));
    } else if (outcome.isEmpty()) {
      call.confirmed();
    } else if (outcome.get() instanceof Outcome.Refused refused) {
      call.failed(new RemoteErrorException(refused.error()));
    } else {
      call.answered(((Outcome.Answered) outcome.get()).envelope());
    }
    settle(call);
  }

  private void unasked(Envelope envelope) {
    List<SocketCall> followers =
        calls.values().stream().filter(call -> call.follows(envelope)).toList();
    for (SocketCall follower : followers) {
      follower.answered(envelope);
      settle(follower);
    }
    if (followers.isEmpty()) {
      onMessage.accept(envelope);
    }
  }

  private void sweepWhileNeeded() {
    if (sweeper < 0 && !(lines.isEmpty() && calls.isEmpty())) {
      sweeper = vertx.setPeriodic(SWEEP.toMillis(), tick -> sweep());
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    for (SocketCall call : List.copyOf(calls.values())) {
      if (call.isHeldFor(now, settings.quiet())) {
        call.failed(new AnswerTimeoutException(base, settings.quiet()));
        settle(call);
      } else if (call.lacksAck(now, limits.ack())) {
        sendAgain(call);
      }
    }
    for (SocketLine line : List.copyOf(lines)) {
      if (line.isIdle(limits.idle()) && !(kept && lines.size() == 1)) {
        line.close();
      }
    }
    if (lines.isEmpty() && calls.isEmpty()) {
      vertx.cancelTimer(sweeper);
      sweeper = -1;
    }
  }

  private void sendAgain(SocketCall call) {
    if (call.sends() < MAX_SENDS && call.line() != null) {
      call.line().send(call);
    } else {
      call.failed(new AnswerTimeoutException(base, limits.ack().multipliedBy(MAX_SENDS)));
      settle(call);
    }
  }

  /** Takes no more calls, waits a while for those that are owed an answer, and says goodbye. */
  Future<Void> close() {
    if (!closing) {
      closing = true;
      kept = false;
      endAll(call -> !call.endsByItself());
      vertx.setTimer(CLOSING.toMillis(), tick -> endAll(call -> true));
      checkClosed();
    }
    return closed.future();
  }

  private void endAll(Predicate<SocketCall> which) {
    for (SocketCall call : List.copyOf(calls.values())) {
      if (which.test(call)) {
        call.failed(new ConnectionFailedException(base, Fate.UNKNOWN, closedByUs()));
        forget(call);
      }
    }
  }

  private void checkClosed() {
    if (closing && calls.isEmpty()) {
      List.copyOf(lines).forEach(SocketLine::close);
      if (lines.isEmpty() && !opening) {
        closed.tryComplete();
      }
    }
  }

  private static HttpClosedException closedByUs() {
    return new HttpClosedException("the client is closed");
  }

  private ConnectionFailedException notTaken(Throwable cause) {
    return new ConnectionFailedException(base, Fate.NOT_TAKEN, cause);
  }
}
