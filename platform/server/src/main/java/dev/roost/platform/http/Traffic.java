package dev.roost.platform.http;

import io.vertx.core.http.HttpServerRequest;

/** What comes and goes on one connection, in one version of HTTP. */
interface Traffic {
  /** Something has come, whatever it is. */
  void bytesArrive();

  /** The head of a request is complete. */
  RequestWatch begins(HttpServerRequest request);

  /** The watch of a request that has begun. */
  RequestWatch watch(HttpServerRequest request);

  /**
   * The server closes: nothing new is taken.
   *
   * @return whether the traffic closes the connection itself, when what was taken is answered
   */
  boolean leaves();

  /**
   * Ends what has stayed too long in its phase.
   *
   * @param untaken whether there are answers on the way that the client has not taken yet
   */
  void sweep(long now, boolean untaken);
}
