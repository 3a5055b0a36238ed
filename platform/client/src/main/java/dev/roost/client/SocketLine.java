package dev.roost.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection of a pool, and the calls that it carries. Used on the loop of the pool. */
final class SocketLine implements ClientSocket.Listener {
  private final SocketPool pool;
  private final Optional<String> authorization;
  private final Pace pace;
  private final int window;
  private final ClientSocket socket;
  private final Map<String, SocketCall> calls = new LinkedHashMap<>();
  private long lastUsedNanos = System.nanoTime();
  private boolean heard;

  /**
   * @param authorization what the peer was shown
   * @param pace how many messages a second it may send
   */
  SocketLine(
      Vertx vertx,
      SocketPool pool,
      NetSocket bytes,
      int maxBytes,
      WebSocketSettings settings,
      Optional<String> authorization,
      Pace pace) {
    this.pool = pool;
    this.authorization = authorization;
    this.pace = pace;
    this.window = settings.window();
    this.socket = new ClientSocket(vertx, bytes, maxBytes, settings.heartbeat(), this);
  }

  Optional<String> authorization() {
    return authorization;
  }

  /** Whether the peer has said anything. */
  boolean isHeard() {
    return heard;
  }

  int load() {
    return calls.size();
  }

  List<SocketCall> calls() {
    return List.copyOf(calls.values());
  }

  /** Whether it can take one more call, now or when its pace allows it. */
  boolean hasRoom() {
    return calls.size() < window && !socket.isFull();
  }

  /** How long its pace wants it to wait, in nanoseconds. */
  long nanosToNext() {
    return pace.nanosToNext(System.nanoTime());
  }

  /** Takes over a call. */
  void carry(SocketCall call) {
    calls.put(call.id(), call);
    call.carriedBy(this);
    send(call);
  }

  /** Sends a call, for the first time or again. */
  void send(SocketCall call) {
    pace.take();
    lastUsedNanos = System.nanoTime();
    call.sent(lastUsedNanos);
    socket.send(call.text());
  }

  /** Sends something that is not answered. */
  void say(Buffer text) {
    socket.send(text);
  }

  void forget(SocketCall call) {
    calls.remove(call.id());
    socket.release(call);
    lastUsedNanos = System.nanoTime();
  }

  boolean isIdle(Duration time) {
    return calls.isEmpty() && System.nanoTime() - lastUsedNanos > time.toNanos();
  }

  /** Whether it has not said goodbye. */
  boolean isOpen() {
    return !socket.isClosing();
  }

  /** Whether it reads nothing for now. */
  boolean isHeld() {
    return socket.isHeld();
  }

  /** Reads no more until the call lets go. */
  void hold(SocketCall call) {
    socket.hold(call);
  }

  /** Lets go. */
  void release(SocketCall call) {
    socket.release(call);
  }

  void close() {
    socket.close();
  }

  @Override
  public void received(ClientSocket from, Buffer text) {
    heard = true;
    pool.calls().received(this, text);
  }

  @Override
  public void writable(ClientSocket drained) {
    pool.pump();
  }

  @Override
  public void ended(ClientSocket gone, SocketEnd end) {
    pool.ended(this, end);
  }
}
