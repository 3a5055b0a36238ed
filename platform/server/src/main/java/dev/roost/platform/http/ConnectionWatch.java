package dev.roost.platform.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows in which phase a connection is, and how long it may stay there: a head has {@value
 * #HEAD_MILLIS} ms, a body {@value #BODY_MILLIS} ms and then a second for each KiB, a pause between
 * requests {@value #PAUSE_MILLIS} ms, and so long a client may take nothing of an answer. While an
 * answer is owed time does not count. Touched by one event loop only.
 */
final class ConnectionWatch extends ChannelDuplexHandler {
  static final long HEAD_MILLIS = 10_000;
  static final long BODY_MILLIS = 30_000;
  static final long PAUSE_MILLIS = 60_000;
  static final long LINGER_MILLIS = 2_000;

  private static final long NEVER = Long.MAX_VALUE;

  private enum Phase {
    HEAD,
    BODY,
    ANSWER,
    PAUSE,
    LINGER,
    TAKEN_OVER
  }

  private final HttpConnection connection;
  private final String client;
  private final PhaseLimits limits;
  private Phase phase = Phase.HEAD;
  private long deadline;
  private int owed;
  private boolean ending;
  private @Nullable Consumer<HttpFailure> onBadBody;
  private @Nullable ChannelHandlerContext context;

  /** What the client had yet to take at the last sweep, and until when it must have taken some. */
  private long untaken;

  private long takingDeadline = NEVER;

  ConnectionWatch(HttpConnection connection, PhaseLimits limits, long now) {
    this.connection = connection;
    this.client = ClientAddress.of(connection.remoteAddress());
    this.limits = limits;
    this.deadline = now + limits.headMillis();
  }

  /**
   * How long the phases may take, in milliseconds.
   *
   * @param headMillis from the first byte of a request to the end of its headers
   * @param bodyMillis the body's grace beyond 1 KiB a second
   * @param pauseMillis between an answer and the next request
   */
  record PhaseLimits(long headMillis, long bodyMillis, long pauseMillis) {
    static final PhaseLimits SHIPPED = new PhaseLimits(HEAD_MILLIS, BODY_MILLIS, PAUSE_MILLIS);
  }

  /** Milliseconds by a clock that nobody sets. */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** Whom the limits count this connection for; made once, since every request asks. */
  String client() {
    return client;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (phase == Phase.LINGER) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (phase == Phase.PAUSE) {
      phase = Phase.HEAD;
      deadline = now() + limits.headMillis();
    }
    super.channelRead(context, message);
  }

  void headComplete() {
    owed++;
    oweAnswer();
  }

  private void oweAnswer() {
    phase = Phase.ANSWER;
    deadline = NEVER;
  }

  void bodyExpected(Consumer<HttpFailure> onBad) {
    phase = Phase.BODY;
    deadline = now() + limits.bodyMillis();
    onBadBody = onBad;
  }

  /** Tells whoever reads the body that no more of it will come; false if nobody does. */
  boolean bodyBroken(HttpFailure failure) {
    if (phase != Phase.BODY || onBadBody == null) {
      return false;
    }
    onBadBody.accept(failure);
    return true;
  }

  /** What came quickly buys no more than the grace: a body may not stop for longer than that. */
  void bodyArrived(int bytes) {
    if (phase == Phase.BODY) {
      deadline = Math.min(deadline + bytes * 1000L / 1024, now() + limits.bodyMillis());
    }
  }

  void bodyComplete() {
    if (phase == Phase.BODY) {
      oweAnswer();
    }
  }

  /** A pipelined request may begin before the answer to the one before it has ended. */
  void answered() {
    owed--;
    if (owed > 0 || phase == Phase.LINGER || phase == Phase.TAKEN_OVER) {
      return;
    }
    phase = Phase.PAUSE;
    deadline = now() + limits.pauseMillis();
  }

  /** The next answer is the last: no further request of the connection is looked at. */
  void answersLast() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  /**
   * Another transport has the connection: it keeps its own time, but must be read by its client.
   */
  void takenOver() {
    phase = Phase.TAKEN_OVER;
    deadline = NEVER;
  }

  /**
   * Ends the connection after its last answer. What the client is still sending is thrown away
   * until it closes its side or {@value #LINGER_MILLIS} ms have passed: closing with bytes unread
   * would reset the connection, and the client could lose the answer.
   */
  void linger() {
    if (context != null && context.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
      phase = Phase.LINGER;
      deadline = NEVER;
      duplex.shutdownOutput();
      duplex.config().setAutoRead(true); // Vert.x may have stopped reading
      context.executor().schedule(this::cut, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      connection.close();
    }
  }

  /** Vert.x closes at once after the answer to an invalid request; while it lingers this waits. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    if (phase == Phase.LINGER) {
      context.channel().closeFuture().addListener(closed -> promise.trySuccess());
    } else {
      super.close(context, promise);
    }
  }

  /** Ends a connection that has stayed too long in its phase. */
  void sweep(long now) {
    watchTaking(now);
    if (now >= takingDeadline) {
      deadline = NEVER;
      takingDeadline = NEVER;
      cut();
    } else if (now >= deadline) {
      late();
    }
  }

  /** Closes without waiting until the client has taken its answers, as Vert.x would. */
  private void cut() {
    if (context != null) {
      context.close();
    }
  }

  private void late() {
    deadline = NEVER;
    if (!bodyBroken(HttpFailure.closing(408, "Request body arrives too slowly"))) {
      connection.close();
    }
  }

  /** A large answer may take long, but not stand still; the pause begins when it is out. */
  private void watchTaking(long now) {
    long left = bytesToTake();
    if (left == 0) {
      takingDeadline = NEVER;
    } else {
      if (takingDeadline == NEVER || left != untaken) {
        takingDeadline = now + limits.pauseMillis();
      }
      if (phase == Phase.PAUSE) {
        deadline = NEVER;
      }
    }
    if (left == 0 && phase == Phase.PAUSE && deadline == NEVER) {
      deadline = now + limits.pauseMillis();
    }
    untaken = left;
  }

  private long bytesToTake() {
    ChannelOutboundBuffer out =
        context == null ? null : context.channel().unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
  }
}
