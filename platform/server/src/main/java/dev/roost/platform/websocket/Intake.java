package dev.roost.platform.websocket;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Whether anything is read from a connection. This is the channel's own switch: a paused socket of
 * Vert.x goes on until two dozen messages have piled up, of any length.
 */
final class Intake {
  private final Channel channel;

  private Intake(Channel channel) {
    this.channel = channel;
  }

  /** Of a connection that has been upgraded. */
  static Intake of(HttpConnection connection) {
    return new Intake(((ConnectionBase) connection).channel());
  }

  void stop() {
    channel.config().setAutoRead(false);
  }

  void goOn() {
    channel.config().setAutoRead(true);
  }
}
