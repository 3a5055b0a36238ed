package dev.roost.platform.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Lets a client hear why its frame was refused: Vert.x drops the connection of one that breaks RFC
 * 6455 without a word.
 */
final class ViolationCloser extends ChannelInboundHandlerAdapter {
  /** Vert.x's own handler has this name. */
  private static final String VERTX = "handler";

  private ViolationCloser() {}

  /** Takes its place in a connection that has been upgraded. */
  static void add(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channel().pipeline();
      pipeline.addBefore(VERTX, "violation-closer", new ViolationCloser());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      context
          .writeAndFlush(new CloseWebSocketFrame(corrupted.closeStatus()))
          .addListener(written -> context.close()); // the channel's close() would say 1000 too
    } else {
      super.exceptionCaught(context, cause);
    }
  }
}
