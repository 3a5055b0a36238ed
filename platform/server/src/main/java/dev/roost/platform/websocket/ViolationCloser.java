package dev.roost.platform.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * Lets a client hear why its frame was refused: Vert.x drops the connection of one that breaks RFC
 * 6455 without a word.
 */
final class ViolationCloser extends ChannelInboundHandlerAdapter {
  /** Vert.x's own handler has this name. */
  private static final String VERTX = "handler";

  private static final long LINGER_MILLIS = 2_000;

  private boolean deaf;

  private ViolationCloser() {}

  /** Takes its place in a connection that has been upgraded. */
  static void add(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    pipeline.addBefore(VERTX, "violation-closer", new ViolationCloser());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      context
          .writeAndFlush(new CloseWebSocketFrame(corrupted.closeStatus()))
          .addListener(written -> endOutput(context));
      ignoreTheRest(context);
    } else {
      super.exceptionCaught(context, cause);
    }
  }

  private void ignoreTheRest(ChannelHandlerContext context) {
    deaf = true;
    ChannelPipeline pipeline = context.pipeline();
    pipeline.remove(pipeline.context(WebSocketFrameDecoder.class).handler());
    context.channel().config().setAutoRead(true); // Vert.x may have stopped reading
  }

  /**
   * Throws away what the client is still sending until it closes its side, or {@value
   * #LINGER_MILLIS} ms have passed: closing with bytes unread would reset the connection, and the
   * client could lose the reason.
   */
  private static void endOutput(ChannelHandlerContext context) {
    context
        .executor()
        // the channel's own close() would say 1000 too
        .schedule((Runnable) context::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    Channel channel = context.channel();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    ChannelFuture told = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
    told.addListener(
        done -> {
          if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (deaf) {
      ReferenceCountUtil.release(message);
    } else {
      super.channelRead(context, message);
    }
  }
}
