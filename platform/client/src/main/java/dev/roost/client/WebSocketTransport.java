package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.TaskCancel;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;

/**
 * ASAP over WebSocket: {@code /asap/ws}. What has no form there, the look at a task, goes over
 * HTTP. All connections are on one event loop, whoever calls.
 */
final class WebSocketTransport implements Transport {
  private final Vertx vertx;
  private final Context loop;
  private final String base;
  private final ClientSettings settings;
  private final SocketPool pool;
  private final HttpTransport http;

  WebSocketTransport(TransportContext context) {
    this.vertx = context.vertx();
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.base = context.baseUrl();
    this.settings = context.settings();
    this.pool = new SocketPool(context);
    this.http = new HttpTransport(context);
  }

  @Override
  public Future<Void> connect() {
    return Calls.on(loop, pool::connect);
  }

  @Override
  public Future<Envelope> exchange(OutgoingMessage message) {
    return Calls.on(loop, () -> submit(SocketMessages.whole(message)));
  }

  private Future<Envelope> submit(OutgoingMessage message) {
    ExchangeCall call = new ExchangeCall(id(message), base, message, settings.maxAnswerBytes());
    pool.submit(call);
    return call.answer();
  }

  /** Usually that of the envelope, by which the peer acknowledges it too. */
  private String id(OutgoingMessage message) {
    String id = message.envelope().id();
    return pool.calls().has(id) ? Ids.next() : id;
  }

  /** One by one: there are no batches over WebSocket. */
  @Override
  public Future<List<Outcome>> exchangeAll(List<OutgoingMessage> messages) {
    List<Future<Outcome>> outcomes =
        messages.stream()
            .map(message -> exchange(message).map(WebSocketTransport::answered))
            .map(answer -> answer.recover(WebSocketTransport::refused))
            .toList();
    return Future.join(outcomes).map(done -> done.list());
  }

  private static Outcome answered(Envelope envelope) {
    return new Outcome.Answered(envelope);
  }

  private static Future<Outcome> refused(Throwable failure) {
    return failure instanceof RemoteErrorException told
        ? Future.succeededFuture(new Outcome.Refused(told.error()))
        : Future.failedFuture(failure);
  }

  @Override
  public Future<EnvelopeStream> stream(OutgoingMessage message) {
    SocketStream chunks = new SocketStream(vertx);
    return Calls.on(loop, () -> begin(SocketMessages.inChunks(message), chunks))
        .map(begun -> begun);
  }

  private Future<SocketStream> begin(OutgoingMessage message, SocketStream chunks) {
    StreamCall call = new StreamCall(id(message), base, message, chunks);
    chunks.from(new Reader(call, () -> cancel(call)));
    pool.submit(call);
    return call.begun();
  }

  private void cancel(StreamCall call) {
    Envelope request = call.message().envelope();
    TaskCancel cancel = new TaskCancel(call.taskId(), "Nobody reads the answer any more");
    Envelope envelope = Envelope.of(request.sender(), request.recipient(), cancel);
    submit(new OutgoingMessage(envelope, Ids.next(), settings.timeout()));
  }

  @Override
  public Future<EnvelopeStream> follow(String taskId, long after) {
    SocketStream events = new SocketStream(vertx);
    Duration timeout = settings.timeout();
    return Calls.on(
            loop,
            () -> {
              FollowCall call = new FollowCall(Ids.next(), taskId, after, timeout, events);
              events.from(new Reader(call, call::leave));
              pool.submit(call);
              return call.begun();
            })
        .map(begun -> begun);
  }

  /** The reader of a stream, seen from the loop of its connection. */
  private final class Reader implements SocketStream.Source {
    private final SocketCall call;
    private final Runnable onLeft;

    Reader(SocketCall call, Runnable onLeft) {
      this.call = call;
      this.onLeft = onLeft;
    }

    @Override
    public void wanted() {
      loop.runOnContext(turn -> call.release());
    }

    @Override
    public void left() {
      loop.runOnContext(turn -> leave());
    }

    private void leave() {
      if (!call.isDone()) {
        onLeft.run();
        pool.calls().forget(call);
      }
    }
  }

  @Override
  public Future<TaskView> task(String taskId) {
    return http.task(taskId);
  }

  @Override
  public Future<Void> close() {
    return Calls.on(loop, pool::close);
  }
}
