package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one peer. A call waits until a connection has room for it; when a connection
 * ends, its calls wait for another one. Used on one event loop.
 */
final class SocketPool {
  private static final Logger LOG = LoggerFactory.getLogger(SocketPool.class);
  private static final int UNAUTHORIZED = 401;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final long MAX_SWEEP_MILLIS = 1_000;

  private final Vertx vertx;
  private final String base;
  private final ClientSettings settings;
  private final WebSocketSettings limits;
  private final Bearer bearer;
  private final SocketHandshake handshake;
  private final Reconnection reconnection;
  private final SocketCalls calls;
  private final List<SocketLine> lines = new ArrayList<>();
  private final Promise<Void> closed = Promise.promise();
  private @Nullable Promise<Void> connected;
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
    this.calls = new SocketCalls(context, this::callEnded);
    this.perSecond = limits.messagesPerSecond();
  }

  /** The calls that have not come to their end. */
  SocketCalls calls() {
    return calls;
  }

  /** Connects, and stays connected. */
  Future<Void> connect() {
    if (closing) {
      return Future.failedFuture(notTaken(closedByUs()));
    }
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
    if (closing) {
      call.failed(notTaken(closedByUs()));
    } else if (calls.isFull()) {
      call.failed(notTaken(new ConnectionPoolTooBusyException("too many calls")));
    } else {
      calls.add(call);
      pump();
    }
  }

  /** Sends what can be sent, and opens another connection if that is not all. */
  void pump() {
    send();
    if (isConnectionNeeded()) {
      open();
    }
    sweepWhileNeeded();
  }

  private void send() {
    while (calls.anyWaits()) {
      SocketLine line = roomiest();
      if (line == null) {
        break;
      } else if (line.nanosToNext() > 0) {
        pumpAfter(line.nanosToNext());
        break;
      }
      line.carry(calls.take());
    }
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
    calls.reachable();
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
    calls.unreachable(failure);
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
    if (isConnectionNeeded() && !reconnection.pause(told, this::pump)) {
      giveUp(failure);
    }
  }

  /**
   * The peer does not want us, or we have tried often enough. If it only wants no more of us, what
   * waits can still go over the connections that there are.
   */
  private void giveUp(AsapClientException failure) {
    if (lines.isEmpty()) {
      kept = false;
      calls.giveUp(failure);
    } else {
      reconnection.pause(Optional.empty(), this::pump);
    }
  }

  private boolean isConnectionNeeded() {
    return calls.anyWaits() || kept && lines.isEmpty();
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
    calls.orphan(line, end, lost(end));
    send();
    if (!end.isUnauthorized() || mayShowAnother(line)) {
      tryAgain(Optional.empty(), lost(end));
    } else {
      giveUp(unauthorized(end));
    }
    checkClosed();
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

  private void sweepWhileNeeded() {
    if (sweeper < 0 && !(lines.isEmpty() && calls.isEmpty())) {
      sweeper = vertx.setPeriodic(sweepMillis(), tick -> sweep());
    }
  }

  private long sweepMillis() {
    return Stream.of(limits.ack(), limits.idle(), settings.quiet())
        .mapToLong(time -> Math.max(1, time.toMillis() / 2))
        .reduce(MAX_SWEEP_MILLIS, Math::min);
  }

  private void sweep() {
    calls.sweep();
    for (SocketLine line : List.copyOf(lines)) {
      if (line.isIdle(limits.idle()) && mayClose()) {
        line.close();
      }
    }
    if (lines.isEmpty() && calls.isEmpty()) {
      vertx.cancelTimer(sweeper);
      sweeper = -1;
    }
  }

  /** The last one of a client that stays connected is kept. */
  private boolean mayClose() {
    return !kept || lines.stream().filter(SocketLine::isOpen).count() > 1;
  }

  private void callEnded() {
    pump();
    checkClosed();
  }

  /** Takes no more calls, waits a while for those that are owed an answer, and says goodbye. */
  Future<Void> close() {
    if (!closing) {
      closing = true;
      kept = false;
      if (connected != null) {
        connected.fail(notTaken(closedByUs()));
        connected = null;
      }
      calls.endAll(call -> !call.endsByItself(), notAnswered());
      vertx.setTimer(CLOSING.toMillis(), tick -> calls.endAll(call -> true, notAnswered()));
      checkClosed();
    }
    return closed.future();
  }

  private void checkClosed() {
    if (closing && calls.isEmpty()) {
      List.copyOf(lines).forEach(SocketLine::close);
      if (lines.isEmpty()) {
        closed.tryComplete();
      }
    }
  }

  private AsapClientException notAnswered() {
    return new ConnectionFailedException(base, Fate.UNKNOWN, closedByUs());
  }

  private static HttpClosedException closedByUs() {
    return new HttpClosedException("the client is closed");
  }

  private ConnectionFailedException notTaken(Throwable cause) {
    return new ConnectionFailedException(base, Fate.NOT_TAKEN, cause);
  }
}
