package dev.roost.client;

import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket. It asks by pings whether the peer is there, and gives up one from whom
 * nothing comes. Used on one event loop.
 */
final class ClientSocket {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);
  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final int ABNORMAL_DATA = 1002;

  private final Vertx vertx;
  private final NetSocket socket;
  private final SocketFrames frames;
  private final Listener listener;
  private final long heartbeat;
  private final Set<Object> holders = new HashSet<>(0);
  private int silentBeats;
  private boolean closing;
  private boolean ended;

  /** Who uses a connection. */
  interface Listener {
    /** A message has come. */
    void received(ClientSocket socket, Buffer text);

    /** There is room for more. */
    void writable(ClientSocket socket);

    /** The connection has ended. Told once. */
    void ended(ClientSocket socket, SocketEnd end);
  }

  /**
   * Takes over a connection, and begins to read.
   *
   * @param heartbeat how often the peer is asked whether it is there; when nothing has come for
   *     twice that time, it is not
   */
  ClientSocket(Vertx vertx, NetSocket socket, int maxBytes, Duration heartbeat, Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.frames = new SocketFrames(maxBytes);
    this.listener = listener;
    this.heartbeat = vertx.setPeriodic(heartbeat.toMillis(), tick -> beat());
    socket
        .exceptionHandler(failure -> LOG.atDebug().setCause(failure).log("A connection failed"))
        .closeHandler(gone -> end(SocketEnd.broken(null)))
        .drainHandler(drained -> listener.writable(this))
        .handler(this::take);
  }

  private void beat() {
    if (isHeld()) {
      silentBeats = 0;
    } else if (++silentBeats > 2) {
      cut(new SocketEnd(SocketEnd.BROKEN, "nothing was heard for too long"));
      return;
    }
    if (!ended) {
      socket.write(frames.ping());
    }
  }

  private void take(Buffer bytes) {
    silentBeats = 0;
    if (ended) {
      return;
    }
    try {
      frames.read(bytes, this::take);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("A peer has sent a frame that breaks a rule");
      refuse(e);
    }
  }

  private void refuse(RuntimeException violation) {
    if (!ended) {
      socket.write(frames.close(ABNORMAL_DATA, ""));
      cut(SocketEnd.broken(violation));
    }
  }

  /** Data in binary is taken for text, as the reference does. */
  private void take(WebSocketFrame frame) {
    if (ended) {
      return;
    }
    if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
      byte[] text = new byte[frame.content().readableBytes()];
      frame.content().getBytes(frame.content().readerIndex(), text);
      tell(Buffer.buffer(text));
    } else if (frame instanceof PingWebSocketFrame) {
      socket.write(frames.pong(frame));
    } else if (frame instanceof CloseWebSocketFrame close) {
      if (!closing) {
        socket.write(frames.close(SocketEnd.NORMAL, ""));
      }
      cut(new SocketEnd(close.statusCode(), close.reasonText()));
    }
  }

  /** What goes wrong with what was said is not the fault of the connection. */
  private void tell(Buffer text) {
    try {
      listener.received(this, text);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A message could not be taken");
    }
  }

  /** Sends a message. */
  void send(Buffer text) {
    if (!ended && !closing) {
      socket.write(frames.text(text));
    }
  }

  /** Whether more would only wait, or its answer would. */
  boolean isFull() {
    return closing || isHeld() || socket.writeQueueFull();
  }

  boolean isClosing() {
    return closing;
  }

  /** Whether nothing is read for now. */
  boolean isHeld() {
    return !holders.isEmpty();
  }

  /** Reads no more until this one lets go. */
  void hold(Object holder) {
    if (holders.add(holder) && holders.size() == 1 && !ended) {
      socket.pause();
    }
  }

  /** Lets go. */
  void release(Object holder) {
    if (holders.remove(holder) && holders.isEmpty() && !ended) {
      silentBeats = 0;
      socket.resume();
      listener.writable(this);
    }
  }

  /** Says goodbye, and waits a while for the peer to do so too. */
  void close() {
    if (ended || closing) {
      return;
    }
    socket.write(frames.close(SocketEnd.NORMAL, ""));
    closing = true;
    vertx.setTimer(CLOSING.toMillis(), tick -> cut(new SocketEnd(SocketEnd.NORMAL, "")));
    if (isHeld()) {
      holders.clear();
      socket.resume();
    }
  }

  private void cut(SocketEnd end) {
    socket.close();
    end(end);
  }

  private void end(SocketEnd end) {
    if (!ended) {
      ended = true;
      vertx.cancelTimer(heartbeat);
      frames.release();
      listener.ended(this, closing ? new SocketEnd(SocketEnd.NORMAL, "") : end);
    }
  }
}
