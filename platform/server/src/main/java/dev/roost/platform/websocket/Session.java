package dev.roost.platform.websocket;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Caller;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Frame;
import dev.roost.spi.Gateway;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One caller's conversation with the gateway. Everything in it happens on its event loop. */
final class Session {
  /** How many messages of a connection may be on their way. */
  static final int MAX_IN_FLIGHT = 128;

  /** What the objects of a message take that has no length to speak of. */
  private static final int OVERHEAD_BYTES = 1_024;

  private final Vertx vertx;
  private final Context context;
  private final ReadGate gate;
  private final SocketConnection connection;
  private final Gateway gateway;
  private final Caller caller;
  private final Optional<AgentUrn> agent;
  private final WebSocketConfig config;
  private final FirstIds firstIds;
  private final Runnable onClosed;
  private final Subscriptions subscriptions;
  private final Promise<Void> drained = Promise.promise();
  private final Map<EnvelopeStream, Runnable> streams = new HashMap<>(0);
  private @Nullable TokenBucket rate;
  private long heartbeat = -1;
  private int inFlight;
  private boolean draining;

  Session(
      Vertx vertx,
      ServerWebSocket socket,
      HttpConnection http,
      Gateway gateway,
      Caller caller,
      Optional<AgentUrn> agent,
      WebSocketConfig config,
      MessageBudget budget,
      FirstIds firstIds,
      Runnable onClosed) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.gateway = gateway;
    this.caller = caller;
    this.agent = agent;
    this.config = config;
    this.firstIds = firstIds;
    this.onClosed = onClosed;
    int maxBytes = config.maxMessageBytes();
    this.gate = new ReadGate(context, Intake.of(http), budget, maxBytes, this::room);
    this.connection =
        new SocketConnection(
            socket,
            http,
            gate,
            MessageAssembler.ofText(maxBytes),
            maxBytes,
            this::receive,
            this::closed);
    this.subscriptions = new Subscriptions(this, gateway);
  }

  Caller caller() {
    return caller;
  }

  /** Begins to read. */
  void open() {
    connection.open();
    heartbeat = vertx.setPeriodic(config.ping().toMillis(), tick -> beat());
  }

  private void beat() {
    gate.settle();
    if (gate.quietNanos() > config.stale().toNanos()) {
      connection.close(CloseCode.GOING_AWAY, "Nothing was heard for too long");
    } else if (!connection.isFull()) {
      connection.guard(() -> connection.send(Texts.PING));
      connection.ping();
    }
  }

  private void receive(Buffer text) {
    Optional<ControlMessage> control = ControlMessage.of(text);
    if (control.isPresent() && control.get().isPong()) {
      return;
    }
    if (!mayGoOn()) {
      answer(null, Texts.error(null, Texts.TOO_MANY_MESSAGES));
      throw new ProtocolViolation(CloseCode.POLICY, "Too many messages per second");
    }
    if (control.isPresent()) {
      take(control.get());
    } else {
      exchange(text);
    }
  }

  private boolean mayGoOn() {
    if (config.messagesPerSecond().isEmpty()) {
      return true;
    }
    long now = System.nanoTime();
    rate = rate == null ? new TokenBucket(config.messagesPerSecond().getAsInt(), now) : rate;
    return rate.take(now);
  }

  private void exchange(Buffer text) {
    int bytes = OVERHEAD_BYTES + text.length();
    if (inFlight >= MAX_IN_FLIGHT || draining || !gate.hasRoomFor(bytes)) {
      refuse(ControlMessage.idOf(text), AsapException.overload(MAX_IN_FLIGHT));
      return;
    }
    inFlight++;
    Exchange exchange = new Exchange(this, firstIds, bytes);
    gate.onTheirWay(exchange.bytes());
    gateway
        .exchange(new Frame(text, agent, Optional.empty()), caller, exchange)
        .onSuccess(reply -> connection.guard(() -> exchange.answer(reply)));
  }

  private void take(ControlMessage message) {
    try {
      switch (message.method()) {
        case ControlMessage.SUBSCRIBE -> subscriptions.subscribe(message.id(), message.params());
        default -> subscriptions.unsubscribe(message.id(), message.params());
      }
    } catch (AsapException e) {
      refuse(message.id(), e);
    }
  }

  /** A message has had its last answer. */
  void ended(Exchange exchange) {
    inFlight--;
    gate.onTheirWay(-exchange.bytes());
    if (draining && inFlight == 0) {
      drained.tryComplete();
    }
  }

  /** Sends the answer to a request. */
  void answer(@Nullable Object id, Buffer text) {
    connection.answer(id, text);
  }

  /** Answers a request with an error. */
  void refuse(@Nullable Object id, Throwable failure) {
    RpcError error =
        failure instanceof AsapException expected ? expected.error() : RpcError.internalError();
    connection.guard(() -> answer(id, Texts.error(id, error)));
  }

  /** Sends something that nobody asked for. */
  void send(Buffer text) {
    connection.send(text);
  }

  /** Hands the envelopes of a stream on, as fast as the client takes them. */
  void follow(EnvelopeStream stream, Consumer<Envelope> step, Runnable onEnd) {
    if (connection.isClosed()) {
      stream.close();
      onEnd.run();
      return;
    }
    streams.put(stream, onEnd);
    stream.endHandler(end -> ended(stream));
    stream.handler(
        envelope -> {
          connection.guard(() -> step.accept(envelope));
          if (!connection.isClosed() && connection.isFull()) {
            stream.pause();
            connection.whenRoom(() -> resume(stream));
          }
        });
    stream.resume();
  }

  private void room() {
    connection.room();
  }

  private void ended(EnvelopeStream stream) {
    Runnable onEnd = streams.remove(stream);
    if (onEnd != null) {
      onEnd.run();
    }
  }

  /** Hands nothing of a stream on any more. */
  void unfollow(EnvelopeStream stream) {
    streams.remove(stream);
    stream.close();
  }

  private void resume(EnvelopeStream stream) {
    if (!connection.isClosed()) {
      stream.resume();
    }
  }

  private void closed() {
    vertx.cancelTimer(heartbeat);
    subscriptions.close();
    if (connection.isLeftByClient() || draining || config.reconnect().isZero()) {
      closeStreams();
    } else if (!streams.isEmpty()) {
      streams.keySet().forEach(EnvelopeStream::pause);
      vertx.setTimer(config.reconnect().toMillis(), tick -> closeStreams());
    }
    drained.tryComplete();
    onClosed.run();
  }

  private void closeStreams() {
    for (EnvelopeStream stream : List.copyOf(streams.keySet())) {
      stream.close();
      ended(stream);
    }
  }

  /** Takes no more messages, waits for the answers that are owed, and closes. Any thread. */
  Future<Void> drain() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        turn -> {
          draining = true;
          if (inFlight == 0) {
            drained.tryComplete();
          }
          drained
              .future()
              .onComplete(
                  answered -> {
                    connection.close(CloseCode.GOING_AWAY, "Server shutting down");
                    done.tryComplete();
                  });
        });
    return done.future();
  }
}
