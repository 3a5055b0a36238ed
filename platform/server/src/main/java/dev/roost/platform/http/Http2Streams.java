package dev.roost.platform.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a connection of HTTP/2 carries: many requests at a time, each a stream with a watch of its
 * own. The connection itself pauses while no stream is open; a ping is no reason to stay.
 */
final class Http2Streams extends Http2FrameListenerDecorator implements Traffic {
  private final Http2Connection connection;
  private final Http2ConnectionHandler handler;
  private final ChannelHandlerContext context;
  private final ConnectionWatch watch;
  private final Map<Integer, StreamWatch> streams = new ConcurrentHashMap<>();
  private boolean leaving;
  private int lastStream;
  private long deadline;

  private Http2Streams(
      Http2FrameListener listener,
      Http2ConnectionHandler handler,
      ChannelHandlerContext context,
      ConnectionWatch watch) {
    super(listener);
    this.connection = handler.connection();
    this.handler = handler;
    this.context = context;
    this.watch = watch;
    this.deadline = ConnectionWatch.now() + watch.limits().headMillis();
  }

  /** Watches a connection whose client has just sent its settings. */
  static Http2Streams on(
      Http2ConnectionHandler handler, ChannelHandlerContext context, ConnectionWatch watch) {
    Http2Streams streams =
        new Http2Streams(handler.decoder().frameListener(), handler, context, watch);
    handler.decoder().frameListener(streams);
    // Netty counts only from the client's acknowledgement on, and a client may keep that back
    streams.connection.remote().maxActiveStreams(ServerOptions.MAX_STREAMS);
    streams.connection.addListener(streams.new Closing());
    return streams;
  }

  /** Forgets streams that are closed. */
  private final class Closing extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      streams.remove(stream.id());
      if (leaving && connection.numActiveStreams() == 0) {
        watch.channel().close();
      }
    }
  }

  /**
   * Not by Netty's own farewell: after that it takes the body of a request that the client had just
   * begun for a fault, and closes the connection over it, whatever answers are owed.
   */
  @Override
  public boolean leaves() {
    if (connection.numActiveStreams() == 0) {
      return false;
    }
    leaving = true;
    handler
        .encoder()
        .frameWriter()
        .writeGoAway(
            context,
            connection.remote().lastStreamCreated(),
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context.newPromise());
    context.flush();
    return true;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end)
      throws Http2Exception {
    boolean first = !streams.containsKey(id); // else these are trailers
    if (first && leaving) {
      reset(connection.stream(id), Http2Error.REFUSED_STREAM);
      return;
    }
    if (first) {
      begin(id, headers);
    }
    super.onHeadersRead(context, id, headers, dependency, weight, exclusive, padding, end);
  }

  private void begin(int id, Http2Headers headers) {
    HttpFailure fault = Http2Head.fault(headers);
    streams.put(id, new StreamWatch(connection.stream(id), fault, this));
    if (fault == RequestHead.METHOD && headers.method() != null) {
      headers.method(HttpMethod.GET.name()); // Vert.x would end the connection over what is no word
    }
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext context, int id, int bytes)
      throws Http2Exception {
    StreamWatch stream = streams.get(id);
    if (stream != null) {
      stream.credit(bytes);
    }
    super.onWindowUpdateRead(context, id, bytes);
  }

  @Override
  public void bytesArrive() {
    // which stream they are for is known later
  }

  @Override
  public RequestWatch begins(HttpServerRequest request) {
    StreamWatch stream = streams.get(request.streamId());
    if (stream == null) {
      return RequestWatch.GONE;
    }
    stream.begins(request);
    return stream;
  }

  @Override
  public RequestWatch watch(HttpServerRequest request) {
    StreamWatch stream = streams.get(request.streamId());
    return stream == null ? RequestWatch.GONE : stream;
  }

  @Override
  public void sweep(long now, boolean untaken) {
    int newest = connection.remote().lastStreamCreated();
    if (untaken || newest != lastStream || connection.numActiveStreams() > 0) {
      lastStream = newest;
      deadline = now + watch.limits().pauseMillis();
    } else if (now >= deadline) {
      watch.channel().close();
    }
    List.copyOf(streams.values()).forEach(stream -> stream.sweep(now));
  }

  ConnectionWatch.PhaseLimits limits() {
    return watch.limits();
  }

  /** Whether bytes of an answer wait until the client makes room for them. */
  boolean holdsBytesOf(Http2Stream stream) {
    return handler.encoder().flowController().hasFlowControlled(stream);
  }

  /** How many bytes the client will still take on a stream. */
  int roomOf(Http2Stream stream) {
    return handler.encoder().flowController().windowSize(stream);
  }

  void flush() {
    context.flush();
  }

  void reset(Http2Stream stream, Http2Error error) {
    handler.resetStream(context, stream.id(), error.code(), context.newPromise());
    context.flush();
  }
}
