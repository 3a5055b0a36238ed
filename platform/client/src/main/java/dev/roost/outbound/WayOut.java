package dev.roost.outbound;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;

/** How requests leave this process. */
public interface WayOut {
  /**
   * Opens a request. Whatever has to be checked is checked again each time.
   *
   * @param url the whole URL
   * @return a request of which nothing is sent yet
   */
  Future<HttpClientRequest> request(HttpMethod method, String url);

  /** Closes its connections. */
  Future<Void> close();
}
