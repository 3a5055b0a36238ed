package dev.roost.outbound;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** How requests leave this process. */
public interface WayOut {
  /**
   * Opens a request. Whatever has to be checked is checked again each time.
   *
   * @param url the whole URL
   * @return a request of which nothing is sent yet
   */
  Future<HttpClientRequest> request(HttpMethod method, String url);

  /**
   * Where a connection for a URL may go now, for protocols that make connections of their own, such
   * as WebSocket. It holds for one attempt.
   *
   * @param url the whole URL, as {@code https} or {@code http}
   * @return scheme, host, port and target; and the server, which is then the only one to connect to
   */
  Future<RequestOptions> route(String url);

  /** Closes its connections. */
  Future<Void> close();
}
