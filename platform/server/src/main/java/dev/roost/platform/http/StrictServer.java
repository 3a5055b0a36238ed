package dev.roost.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * HTTP servers that refuse what two servers could read differently, and bound how long a connection
 * may stay in each of its phases. The main port is one; a room that opens a port of its own makes
 * it here too. Belongs to one event loop.
 */
public final class StrictServer {
  private static final long SWEEP_MILLIS = 1_000;

  /** Of all bodies that arrive at once, in bodies of the longest kind. */
  private static final int BODIES_AT_ONCE = 16;

  private final Vertx vertx;
  private final Connections connections;
  private final BodyReader bodies;
  private final BodyBudget budget;

  StrictServer(Vertx vertx, Connections connections, BodyReader bodies, BodyBudget budget) {
    this.vertx = vertx;
    this.connections = connections;
    this.bodies = bodies;
    this.budget = budget;
  }

  /**
   * For a port of another room.
   *
   * @param maxConnections further ones are closed
   * @param maxBodyBytes of one request, also when it is inflated
   */
  public static StrictServer of(Vertx vertx, int maxConnections, int maxBodyBytes) {
    return new StrictServer(
        vertx,
        new Connections(
            new Doorkeeper(
                new ConnectionLimits(maxConnections, maxConnections),
                new TrustedProxies(List.of()),
                ConnectionWatch.PhaseLimits.SHIPPED)),
        new BodyReader(vertx, maxBodyBytes),
        new BodyBudget((long) BODIES_AT_ONCE * maxBodyBytes));
  }

  /** Makes a server that is not listening yet. It needs no idle timeout. */
  public HttpServer create(HttpServerOptions options, Handler<HttpServerRequest> requests) {
    options.setHttp2ClearTextEnabled(false);
    vertx.setPeriodic(SWEEP_MILLIS, tick -> connections.sweep());
    return vertx
        .createHttpServer(options)
        .connectionHandler(connection -> connections.opened(connection, options))
        .invalidRequestHandler(request -> InvalidRequests.answer(request, connections))
        .requestHandler(request -> receive(request, requests));
  }

  private void receive(HttpServerRequest request, Handler<HttpServerRequest> requests) {
    RequestWatch watch = connections.requestBegins(request);
    if (watch.isEnding()) {
      return;
    }
    request.response().putHeader(TransportVersions.HEADER, TransportVersions.DEFAULT);
    HttpFailure fault = watch.fault();
    if (fault == null) {
      requests.handle(request);
    } else {
      connections.refuse(request, fault);
    }
  }

  /** Reads the body of a request; {@link #refuse} knows how to answer if that fails. */
  public Future<Buffer> body(HttpServerRequest request) {
    BodyBudget.Share share = budget.open();
    return bodies
        .read(request, connections.watch(request), share)
        .onComplete(read -> share.close());
  }

  /** Answers a request whose body could not be read. */
  public void refuse(HttpServerRequest request, Throwable cause) {
    if (cause instanceof HttpFailure failure) {
      connections.refuse(request, failure);
    } else {
      Answers.detail(request.response(), 500, "Internal Server Error");
    }
  }
}
