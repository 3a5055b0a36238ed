package dev.roost.bench.bare;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.io.IOException;

/** One HTTP server that takes any request, and any text on a WebSocket, for a JSON-RPC message. */
public final class BareVerticle extends VerticleBase {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final int port;

  /** On a port of this machine. */
  public BareVerticle(int port) {
    this.port = port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer()
        .requestHandler(BareVerticle::receive)
        .webSocketHandler(BareVerticle::converse)
        .listen(port, "127.0.0.1");
  }

  private static void receive(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body));
  }

  private static void answer(HttpServerRequest request, Buffer body) {
    try {
      Buffer text = BareAnswer.to(BareParser.parse(body.getBytes()));
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(text);
    } catch (IOException e) {
      request.response().setStatusCode(400).end();
    }
  }

  private static void converse(ServerWebSocket socket) {
    socket.frameHandler(frame -> answer(socket, frame));
  }

  /** Bytes to bytes, as the platform does it: texts would cost a conversion each way. */
  private static void answer(ServerWebSocket socket, WebSocketFrame frame) {
    if (frame.isText()) {
      try {
        Buffer text = BareAnswer.to(BareParser.parse(frame.binaryData().getBytes()));
        socket.writeFrame(
            new WebSocketFrameImpl(
                WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(text.getBytes()), true));
      } catch (IOException e) {
        socket.close();
      }
    }
  }
}
