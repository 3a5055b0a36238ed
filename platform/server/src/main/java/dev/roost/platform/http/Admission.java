package dev.roost.platform.http;

import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.Caller;
import dev.roost.spi.Gateway;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Who sends a request, and whether one more may be taken from there. */
final class Admission {
  private final Gateway gateway;
  private final Connections connections;

  Admission(Gateway gateway, Connections connections) {
    this.gateway = gateway;
    this.connections = connections;
  }

  Caller caller(HttpServerRequest request) {
    return new Caller(
        MessageEndpoint.BINDING,
        connections.client(request),
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)));
  }

  /** Counts a request whose body does not matter; false if it was refused and is answered. */
  boolean admits(HttpServerRequest request) {
    Optional<RpcError> refusal = gateway.admit(caller(request));
    refusal.ifPresent(error -> refuse(request.response(), error));
    return refusal.isEmpty();
  }

  /** Answers 429. */
  static void refuse(HttpServerResponse response, RpcError error) {
    JsonObject data = error.data();
    if (data != null && data.getValue("retry_after") instanceof Number seconds) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds.longValue()));
    }
    Answers.json(response, 429, JsonRpcWriter.error(null, error));
  }
}
