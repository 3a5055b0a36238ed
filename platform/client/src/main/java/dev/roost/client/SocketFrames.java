package dev.roost.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The frames of one connection, by Netty: whole messages from bytes, and bytes from messages. */
final class SocketFrames {
  private final Faults faults = new Faults();
  private final EmbeddedChannel in;
  private final EmbeddedChannel out = new EmbeddedChannel(new WebSocket13FrameEncoder(true));

  /**
   * @param maxBytes how long a message may be
   */
  SocketFrames(int maxBytes) {
    WebSocketDecoderConfig strict =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(false)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .maxFramePayloadLength(maxBytes)
            .build();
    in =
        new EmbeddedChannel(
            new WebSocket13FrameDecoder(strict),
            new Utf8FrameValidator(false),
            new WebSocketFrameAggregator(maxBytes),
            faults);
  }

  /**
   * Takes bytes as they come. What was whole before a rule was broken is taken as well.
   *
   * @param taker takes each message and control frame
   * @throws RuntimeException if a frame breaks a rule
   */
  void read(Buffer bytes, Consumer<WebSocketFrame> taker) {
    in.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
    give(taker);
    if (faults.first != null) {
      throw faults.first;
    }
  }

  private void give(Consumer<WebSocketFrame> taker) {
    WebSocketFrame frame = in.readInbound();
    while (frame != null) {
      try {
        taker.accept(frame);
      } finally {
        frame.release();
      }
      frame = in.readInbound();
    }
  }

  Buffer text(Buffer text) {
    return write(new TextWebSocketFrame(Unpooled.wrappedBuffer(text.getBytes())));
  }

  Buffer ping() {
    return write(new PingWebSocketFrame());
  }

  Buffer pong(WebSocketFrame ping) {
    return write(new PongWebSocketFrame(ping.content().retain()));
  }

  Buffer close(int code, String reason) {
    return write(new CloseWebSocketFrame(code, reason));
  }

  private Buffer write(WebSocketFrame frame) {
    out.writeOutbound(frame);
    Buffer bytes = Buffer.buffer();
    ByteBuf part = out.readOutbound();
    while (part != null) {
      byte[] copy = new byte[part.readableBytes()];
      part.readBytes(copy);
      part.release();
      bytes.appendBytes(copy);
      part = out.readOutbound();
    }
    return bytes;
  }

  /** Lets go of what is half read. */
  void release() {
    in.finishAndReleaseAll();
    out.finishAndReleaseAll();
  }

  /** Takes faults from the channel, which would warn in the log of all but the first. */
  private static final class Faults extends ChannelInboundHandlerAdapter {
    private @Nullable RuntimeException first;

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
      if (first == null) {
        first = fault instanceof RuntimeException known ? known : new DecoderException(fault);
      }
    }
  }
}
