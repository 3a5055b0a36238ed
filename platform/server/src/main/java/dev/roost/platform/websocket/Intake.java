package dev.roost.platform.websocket;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Whether anything is read from a connection. This is the channel's own switch: a paused socket of
 * Vert.x goes on until two dozen messages have piled up, of any length.
 */
final class Intake {
  /** A read that has begun goes on when reading is stopped, so it should not be a long one. */
  static final int MAX_READ_BYTES = 16 * 1_024;

  private static final RecvByteBufAllocator SHORT_READS =
      new AdaptiveRecvByteBufAllocator(64, 2_048, MAX_READ_BYTES);

  private final Channel channel;

  private Intake(Channel channel) {
    this.channel = channel;
  }

  /** Of a connection that has been upgraded. */
  static Intake of(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.config().setRecvByteBufAllocator(SHORT_READS);
    return new Intake(channel);
  }

  void stop() {
    channel.config().setAutoRead(false);
  }

  void goOn() {
    channel.config().setAutoRead(true);
  }
}
