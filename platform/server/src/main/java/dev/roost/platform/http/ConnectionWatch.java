package dev.roost.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches a connection from its first byte: a head has {@value #HEAD_MILLIS} ms, and so has all
 * that comes before the first one; a body {@value #BODY_MILLIS} ms and then a second for each KiB,
 * a pause between requests {@value #PAUSE_MILLIS} ms, and so long a client may take nothing of an
 * answer. While an answer is owed time does not count. Which of these a connection is in is known
 * to its {@link Traffic}. Touched by one event loop only.
 */
final class ConnectionWatch extends ChannelDuplexHandler {
  static final long HEAD_MILLIS = 10_000;
  static final long BODY_MILLIS = 30_000;
  static final long PAUSE_MILLIS = 60_000;
  static final long LINGER_MILLIS = 2_000;
  static final long NEVER = Long.MAX_VALUE;

  private final Channel channel;
  private final String peer;
  private final boolean proxy;
  private final PhaseLimits limits;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Traffic traffic;
  private boolean deaf;

  /** What the client had yet to take at the last sweep, and until when it must have taken some. */
  private Outbound outbound = Outbound.NOTHING;

  private long takingDeadline = NEVER;

  /**
   * @param peer whom the connection counts for
   * @param proxy whether the other end may tell for whom it sends
   */
  ConnectionWatch(Channel channel, String peer, boolean proxy, PhaseLimits limits) {
    this.channel = channel;
    this.peer = peer;
    this.proxy = proxy;
    this.limits = limits;
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

    /** What came quickly buys no more than the grace: a body may not stop for longer than that. */
    long bodyDeadline(long deadline, int arrived, long now) {
      return Math.min(deadline + arrived * 1000L / 1024, now + bodyMillis);
    }
  }

  /** Milliseconds by a clock that nobody sets. */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** Whom the connection counts for; made once, since every request asks. */
  String peer() {
    return peer;
  }

  boolean isProxy() {
    return proxy;
  }

  Channel channel() {
    return channel;
  }

  PhaseLimits limits() {
    return limits;
  }

  /** The client has greeted, and speaks one version of HTTP from here on. */
  void carries(Traffic spoken) {
    traffic = spoken;
  }

  /** What the connection carries; null until the client has greeted. */
  @Nullable Traffic traffic() {
    return traffic;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (deaf) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (traffic != null) {
      traffic.bytesArrive();
    }
    super.channelRead(context, message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (!(event instanceof ShutdownEvent) || traffic == null || !traffic.leaves()) {
      super.userEventTriggered(context, event);
    }
  }

  /** Vert.x closes at once after the answer to an invalid request; what throws away still waits. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    if (deaf) {
      channel.closeFuture().addListener(closed -> promise.trySuccess());
    } else {
      super.close(context, promise);
    }
  }

  /**
   * Says nothing more, and throws away what the client is still sending until it closes its side or
   * {@value #LINGER_MILLIS} ms have passed: closing with bytes unread would reset the connection,
   * and the client could lose the answer.
   *
   * @return false if the connection is closed already, or cannot be closed by half
   */
  boolean endOutput() {
    if (!(channel instanceof DuplexChannel duplex) || !channel.isActive()) {
      return false;
    }
    deaf = true;
    duplex.config().setAutoRead(true); // Vert.x may have stopped reading
    channel.eventLoop().schedule(this::cut, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      duplex.shutdownOutput();
    } else {
      tls.closeOutbound().addListener(told -> duplex.shutdownOutput());
    }
    return true;
  }

  /** Ends a connection that has stayed too long in its phase, or takes nothing. */
  void sweep(long now) {
    Outbound before = outbound;
    outbound = Outbound.of(channel);
    if (outbound.bytes() == 0) {
      takingDeadline = NEVER;
    } else if (takingDeadline == NEVER || outbound.moved(before)) {
      takingDeadline = now + limits.pauseMillis();
    }
    if (now >= takingDeadline) {
      takingDeadline = NEVER;
      cut();
    } else if (traffic != null) {
      traffic.sweep(now, outbound.bytes() > 0);
    }
  }

  /** Closes without waiting until the client has taken its answers, as Vert.x would. */
  void cut() {
    if (context != null) {
      context.close();
    }
  }

  /**
   * What waits to be taken at one time. More may be added all the while, so that only its beginning
   * tells whether any of it is taken.
   *
   * @param bytes how much it is
   * @param first the part that is sent next
   * @param sent how much of that part is sent
   */
  private record Outbound(long bytes, @Nullable Object first, long sent) {
    static final Outbound NOTHING = new Outbound(0, null, 0);

    static Outbound of(Channel channel) {
      ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
      return out == null
          ? NOTHING
          : new Outbound(
              out.totalPendingWriteBytes() - out.currentProgress(),
              out.current(),
              out.currentProgress());
    }

    boolean moved(Outbound before) {
      return first != before.first || sent != before.sent || bytes < before.bytes;
    }
  }
}
