package dev.roost.platform.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Tells of a connection when it is accepted. Vert.x tells of it when TLS has shaken hands, and over
 * HTTP/2 when the client has sent its settings; who keeps silent until then would be neither
 * counted nor closed. What costs time in a handshake is done on worker threads.
 */
final class TlsDoor extends JdkSSLEngineOptions {
  private final Consumer<Channel> arrival;

  TlsDoor(Consumer<Channel> arrival) {
    this.arrival = arrival;
    setUseWorkerThread(true);
  }

  @Override
  public TlsDoor copy() {
    return new TlsDoor(arrival);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContext create() throws SSLException {
        return new Context(super.create());
      }
    };
  }

  private final class Context extends DelegatingSslContext {
    Context(SslContext context) {
      super(context);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // Vert.x has its own wrapper around this one for that
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, String host, int port, boolean startTls, Executor executor) {
      return new Handler(newEngine(allocator, host, port), startTls, executor);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, boolean startTls, Executor executor) {
      return new Handler(newEngine(allocator), startTls, executor);
    }
  }

  private final class Handler extends SslHandler {
    Handler(SSLEngine engine, boolean startTls, Executor executor) {
      super(engine, startTls, executor);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
      arrival.accept(context.channel());
      super.handlerAdded(context);
    }
  }
}
