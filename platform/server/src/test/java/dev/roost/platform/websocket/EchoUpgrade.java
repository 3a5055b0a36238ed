package dev.roost.platform.websocket;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Caller;
import dev.roost.spi.Upgrade;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.util.Optional;

/**
 * Sends every message back, on the same connections and with the same options as {@code /asap/ws}.
 */
final class EchoUpgrade implements Upgrade {
  private static final int MAX_BYTES = 1 << 20;

  private final WebSocketBinding options;

  EchoUpgrade(WebSocketBinding options) {
    this.options = options;
  }

  @Override
  public String path() {
    return "/echo";
  }

  @Override
  public void configure(HttpServerOptions server) {
    options.configure(server);
  }

  @Override
  public void take(
      HttpServerRequest request, Caller caller, Optional<AgentUrn> agent, Runnable takenOver) {
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              takenOver.run();
              ViolationCloser.add(request.connection());
              open(socket, request.connection());
            });
  }

  private static void open(ServerWebSocket socket, HttpConnection http) {
    MessageAssembler assembler = MessageAssembler.ofAnything(MAX_BYTES);
    WebSocketFrameType[] type = {WebSocketFrameType.TEXT};
    SocketConnection connection =
        new SocketConnection(
            socket,
            http,
            new ReadGate(
                Vertx.currentContext(),
                Intake.of(http),
                new MessageBudget(Long.MAX_VALUE / 2),
                MAX_BYTES,
                () -> {}),
            assembler,
            MAX_BYTES,
            message -> socket.writeFrame(frame(type[0], message)),
            () -> {});
    connection.open();
    socket.frameHandler(
        frame -> {
          if (frame.isText() || frame.isBinary()) {
            type[0] = frame.type();
          }
          connection.receive(frame);
        });
  }

  private static WebSocketFrame frame(WebSocketFrameType type, Buffer message) {
    return type == WebSocketFrameType.TEXT
        ? WebSocketFrame.textFrame(message.toString(), true)
        : WebSocketFrame.binaryFrame(message, true);
  }
}
