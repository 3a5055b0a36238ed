package dev.roost.outbound;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;

/** Opens connections. */
@FunctionalInterface
public interface Connector {
  /**
   * A request on a connection, new or pooled, to where the options say; nothing of it is sent yet.
   *
   * @param options host, port, scheme, method and target; the server, if it is another than host
   *     and port say
   */
  Future<HttpClientRequest> connect(RequestOptions options);

  /** Closes its connections. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
