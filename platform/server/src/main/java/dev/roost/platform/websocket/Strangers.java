package dev.roost.platform.websocket;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Caller;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;

/** Callers who may not come in. They learn why from the close code, as the protocol has it. */
final class Strangers {
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;

  private Strangers() {}

  static void turnAway(ServerWebSocket socket, Caller caller, Throwable failure) {
    JsonObject data =
        failure instanceof AsapException expected && expected.error().data() != null
            ? expected.error().data()
            : new JsonObject();
    if (failure instanceof AsapException limited
        && limited.error().code() == RpcError.RATE_LIMITED) {
      close(socket, CloseCode.TRY_AGAIN_LATER, "Too many requests");
      return;
    }
    switch (data.getInteger("status_code", 0)) {
      case UNAVAILABLE -> close(socket, CloseCode.TRY_AGAIN_LATER, data.getString("error"));
      case FORBIDDEN -> close(socket, CloseCode.UNAUTHORIZED, data.getString("error"));
      default ->
          close(
              socket,
              CloseCode.UNAUTHORIZED,
              caller.authorization().isEmpty() ? "Authentication required" : "Invalid token");
    }
  }

  private static void close(ServerWebSocket socket, CloseCode code, String reason) {
    socket.close(code.code(), reason);
  }
}
