package dev.roost.platform.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Counts what has come of a message that is not whole: in front of the decoder, which gathers a
 * frame before anybody hears of it.
 */
final class ArrivingBytes extends ChannelInboundHandlerAdapter {
  private static final int SHORT_HEADER = 6; // two bytes, and four of the mask
  private static final int MAX_SHORT = 125;
  private static final int MAX_MEDIUM = 65_535;

  private final ReadGate gate;
  private final Runnable onOverrun;
  private long ofMessage;

  private ArrivingBytes(ReadGate gate, Runnable onOverrun) {
    this.gate = gate;
    this.onOverrun = onOverrun;
  }

  /**
   * Takes its place in a connection that has been upgraded.
   *
   * @param onOverrun told when there is no room for what is arriving
   */
  static ArrivingBytes add(HttpConnection connection, ReadGate gate, Runnable onOverrun) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    ArrivingBytes counter = new ArrivingBytes(gate, onOverrun);
    String decoder = pipeline.context(WebSocketFrameDecoder.class).name();
    pipeline.addBefore(decoder, "arriving-bytes", counter);
    return counter;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    gate.arriving(((ByteBuf) message).readableBytes());
    super.channelRead(context, message);
    if (gate.isOverrun()) {
      onOverrun.run();
    }
  }

  /** The decoder has made a frame of some. A message is held until its last frame. */
  void framed(WebSocketFrame frame) {
    long length = wireLength(frame);
    switch (frame.type()) {
      case PING, PONG, CLOSE -> gate.arriving(-length);
      default -> gather(length, frame.isFinal());
    }
  }

  private void gather(long length, boolean whole) {
    ofMessage += length;
    if (whole) {
      gate.arriving(-ofMessage);
      ofMessage = 0;
    }
  }

  private static long wireLength(WebSocketFrame frame) {
    int length = frame.binaryData().length();
    int more = length <= MAX_SHORT ? 0 : length <= MAX_MEDIUM ? 2 : 8;
    return SHORT_HEADER + more + length;
  }
}
