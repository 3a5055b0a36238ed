package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageAck;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.spi.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to one peer that have not come to their end: those that wait for a connection and those
 * that are on one. It gives them what the peer sends. Used on one event loop.
 */
final class SocketCalls {
  private static final Logger LOG = LoggerFactory.getLogger(SocketCalls.class);
  private static final Buffer PONG = Buffer.buffer("{\"type\":\"pong\"}");
  private static final int MAX_SENDS = 4;

  private final Vertx vertx;
  private final String base;
  private final ClientSettings settings;
  private final WebSocketSettings limits;
  private final Consumer<Envelope> onMessage;
  private final Runnable onEnd;
  private final Map<String, SocketCall> all = new LinkedHashMap<>();
  private final Deque<SocketCall> waiting = new ArrayDeque<>();
  private @Nullable AsapClientException unreachable;

  /**
   * @param onEnd told when a call has come to its end
   */
  SocketCalls(TransportContext context, Runnable onEnd) {
    this.vertx = context.vertx();
    this.base = context.baseUrl();
    this.settings = context.settings();
    this.limits = context.webSocket();
    this.onMessage = context.onMessage();
    this.onEnd = onEnd;
  }

  boolean has(String id) {
    return all.containsKey(id);
  }

  boolean isFull() {
    return all.size() >= limits.maxCalls();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean anyWaits() {
    return !waiting.isEmpty();
  }

  /** The call that waits the longest; it waits no more. */
  SocketCall take() {
    return waiting.remove();
  }

  void add(SocketCall call) {
    all.put(call.id(), call);
    waiting.add(call);
    call.endedBy(vertx.setTimer(call.timeout().toMillis(), tick -> expire(call)));
  }

  /** Forgets a call that has come to its end. */
  void forget(SocketCall call) {
    call.finish();
    if (all.remove(call.id(), call)) {
      vertx.cancelTimer(call.timer());
      if (call.line() != null) {
        call.line().forget(call);
      } else {
        waiting.remove(call);
      }
      onEnd.run();
    }
  }

  private void settle(SocketCall call) {
    if (call.isDone()) {
      forget(call);
    }
  }

  /** Why there is no connection, for those who wait for one in vain. */
  void unreachable(AsapClientException failure) {
    unreachable = failure;
  }

  /** There is a connection. */
  void reachable() {
    unreachable = null;
  }

  private void expire(SocketCall call) {
    call.expired(
        call.isUnsent() && unreachable != null
            ? unreachable
            : new AnswerTimeoutException(base, call.timeout()));
    settle(call);
  }

  /** The connection of some calls has ended; those who can be sent again wait before all others. */
  void orphan(SocketLine line, SocketEnd end, AsapClientException failure) {
    List<SocketCall> orphans = line.calls();
    for (int i = orphans.size() - 1; i >= 0; i--) {
      orphan(orphans.get(i), end, failure);
    }
  }

  private void orphan(SocketCall call, SocketEnd end, AsapClientException failure) {
    boolean suspect = end.isForTheContent() && !call.isAcknowledged();
    call.carriedBy(null);
    if (!suspect && call.outlivesConnection()) {
      waiting.addFirst(call);
    } else {
      call.failed(failure);
      forget(call);
    }
  }

  /** Nothing that waits will ever be sent. */
  void giveUp(AsapClientException failure) {
    endAll(call -> call.line() == null, failure);
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
      acknowledged(line, message.envelope());
    } else if (message.id() != null) {
      Optional.ofNullable(all.get(String.valueOf(message.id())))
          .ifPresent(call -> answered(call, message));
    } else if (message.envelope() != null && message.method() == null) {
      unasked(line, message.envelope());
    }
  }

  /** Two calls may carry the same envelope; what is said of one holds for the other. */
  private static void acknowledged(SocketLine line, @Nullable Envelope envelope) {
    if (envelope != null && envelope.payload() instanceof MessageAck ack) {
      line.calls().stream()
          .filter(call -> call.carries(ack.originalEnvelopeId()))
          .forEach(SocketCall::acknowledged);
    }
  }

  /** What is answered has been taken, also by a peer that never acknowledges. */
  private void answered(SocketCall call, RpcMessage message) {
    call.acknowledged();
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

  private void unasked(SocketLine line, Envelope envelope) {
    List<SocketCall> followers =
        line.calls().stream().filter(call -> call.follows(envelope)).toList();
    for (SocketCall follower : followers) {
      follower.answered(envelope);
      settle(follower);
    }
    if (followers.isEmpty()) {
      give(envelope);
    }
  }

  private void give(Envelope envelope) {
    try {
      onMessage.accept(envelope);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A message could not be taken");
    }
  }

  /** Looks for calls that need something: to be acknowledged, or to be read. */
  void sweep() {
    long now = System.nanoTime();
    for (SocketCall call : List.copyOf(all.values())) {
      if (call.isHeldFor(now, settings.quiet())) {
        call.failed(new AnswerTimeoutException(base, settings.quiet()));
        settle(call);
      } else if (call.lacksAck(now, limits.ack())) {
        sendAgain(call);
      }
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

  /** Ends some calls. */
  void endAll(Predicate<SocketCall> which, AsapClientException failure) {
    for (SocketCall call : List.copyOf(all.values())) {
      if (which.test(call)) {
        call.failed(failure);
        forget(call);
      }
    }
  }
}
