package dev.roost.platform.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The open connections of one event loop, each with its watch. */
final class Connections {
  /** Vert.x looks for its decoder by this name, to take it out. */
  private static final String DECODER = "httpDecoder";

  private final Map<HttpConnection, ConnectionWatch> watches = new IdentityHashMap<>();
  private final ConnectionLimits limits;
  private final ConnectionWatch.PhaseLimits phases;

  Connections(ConnectionLimits limits, ConnectionWatch.PhaseLimits phases) {
    this.limits = limits;
    this.phases = phases;
  }

  /** Takes a new connection in, or closes it if there are too many. */
  void opened(HttpConnection connection, HttpServerOptions options) {
    ConnectionWatch watch = new ConnectionWatch(connection, phases, ConnectionWatch.now());
    if (!limits.enter(watch.client())) {
      connection.close();
      return;
    }
    watches.put(connection, watch);
    if (connection instanceof ConnectionBase base) {
      // not by the connection's own handler, which is gone when another transport takes over
      base.channel().closeFuture().addListener(closed -> forget(connection, watch));
      ChannelPipeline pipeline = base.channel().pipeline();
      pipeline.addFirst(watch);
      pipeline.replace(HttpRequestDecoder.class, DECODER, new StrictRequestDecoder(options, watch));
    }
  }

  private void forget(HttpConnection connection, ConnectionWatch watch) {
    watches.remove(connection);
    limits.exit(watch.client());
  }

  /** The watch of a request's connection, told that the head is complete. */
  ConnectionWatch requestBegins(HttpServerRequest request) {
    ConnectionWatch watch = watch(request);
    watch.headComplete();
    request.response().endHandler(end -> watch.answered());
    return watch;
  }

  ConnectionWatch watch(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    ConnectionWatch watch = watches.get(connection);
    return watch != null ? watch : new ConnectionWatch(connection, phases, ConnectionWatch.now());
  }

  /** Answers with a failure; one that closes is the last answer of its connection. */
  void refuse(HttpServerRequest request, HttpFailure failure) {
    if (failure.isClosing()) {
      ConnectionWatch watch = watch(request);
      watch.answersLast();
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      detail(request, failure).onComplete(sent -> watch.linger());
    } else {
      detail(request, failure);
    }
  }

  private static Future<Void> detail(HttpServerRequest request, HttpFailure failure) {
    return Answers.detail(
        request.response(), failure.status(), String.valueOf(failure.getMessage()));
  }

  void sweep() {
    long now = ConnectionWatch.now();
    List.copyOf(watches.values()).forEach(watch -> watch.sweep(now));
  }
}
