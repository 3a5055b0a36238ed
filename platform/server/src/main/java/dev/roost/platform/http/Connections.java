package dev.roost.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The open connections of one event loop, each with its watch. */
final class Connections {
  /** Vert.x looks for its decoder by this name, to take it out. */
  private static final String DECODER = "httpDecoder";

  private final Map<HttpConnection, ConnectionWatch> watches = new IdentityHashMap<>();
  private final Doorkeeper doorkeeper;

  Connections(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  /** Takes a connection in that has greeted, or closes it if there are too many. */
  void opened(HttpConnection connection, HttpServerOptions options) {
    Channel channel = ((ConnectionBase) connection).channel();
    Optional<ConnectionWatch> admitted = doorkeeper.watch(channel);
    if (admitted.isEmpty()) {
      connection.close();
      return;
    }
    ConnectionWatch watch = admitted.get();
    watches.put(connection, watch);
    channel.closeFuture().addListener(closed -> watches.remove(connection));
    watch.carries(traffic(connection, channel.pipeline(), watch, options));
  }

  private static Traffic traffic(
      HttpConnection connection,
      ChannelPipeline pipeline,
      ConnectionWatch watch,
      HttpServerOptions options) {
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    if (http2 != null) {
      return Http2Streams.on(http2, pipeline.context(http2), watch);
    }
    Http1Phases phases = new Http1Phases(connection, watch, ConnectionWatch.now());
    pipeline.replace(HttpRequestDecoder.class, DECODER, new StrictRequestDecoder(options, phases));
    return phases;
  }

  /** The watch of a request, told that the head is complete. */
  RequestWatch requestBegins(HttpServerRequest request) {
    Traffic traffic = traffic(request);
    return traffic == null ? RequestWatch.GONE : traffic.begins(request);
  }

  RequestWatch watch(HttpServerRequest request) {
    Traffic traffic = traffic(request);
    return traffic == null ? RequestWatch.GONE : traffic.watch(request);
  }

  private @Nullable Traffic traffic(HttpServerRequest request) {
    ConnectionWatch watch = watches.get(request.connection());
    return watch == null ? null : watch.traffic();
  }

  /** Whom the limits count a request for. */
  String client(HttpServerRequest request) {
    ConnectionWatch watch = watches.get(request.connection());
    if (watch == null) {
      return ClientAddress.of(request.remoteAddress());
    }
    return watch.isProxy() ? doorkeeper.proxies().client(request, watch.peer()) : watch.peer();
  }

  /** Answers a failure; if it is a closing one, what came with the request is read no further. */
  void refuse(HttpServerRequest request, HttpFailure failure) {
    RequestWatch watch = watch(request);
    if (failure.isClosing()) {
      watch.announceEnd(request.response());
    }
    Answers.detail(request.response(), failure.status(), String.valueOf(failure.getMessage()))
        .onComplete(
            sent -> {
              if (failure.isClosing()) {
                watch.end();
              }
            });
  }

  void sweep() {
    long now = ConnectionWatch.now();
    List.copyOf(watches.values()).forEach(watch -> watch.sweep(now));
  }
}
