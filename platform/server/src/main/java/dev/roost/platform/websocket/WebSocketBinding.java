package dev.roost.platform.websocket;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Binding;
import dev.roost.spi.Caller;
import dev.roost.spi.Gateway;
import dev.roost.spi.Principal;
import dev.roost.spi.Scope;
import dev.roost.spi.Upgrade;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The built-in WebSocket transport, behind the HTTP port. */
public final class WebSocketBinding implements Binding, Upgrade {
  /** Its name. */
  public static final String NAME = "websocket";

  private static final int CLOSING_SECONDS = 5;

  private final WebSocketConfig config;
  private final Gateway gateway;
  private final MessageBudget budget;
  private final FirstIds firstIds = new FirstIds();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean stopping;

  /** With the gateway that messages go to. They may fill a share of the heap. */
  public WebSocketBinding(WebSocketConfig config, Gateway gateway) {
    this(config, gateway, MessageBudget.shareOfHeap(config.maxMessageBytes()));
  }

  /**
   * With the gateway that messages go to.
   *
   * @param messageBytes how many bytes of messages may be held before connections have to wait
   */
  public WebSocketBinding(WebSocketConfig config, Gateway gateway, long messageBytes) {
    this.config = requireNonNull(config, "config");
    this.gateway = requireNonNull(gateway, "gateway");
    this.budget = new MessageBudget(messageBytes);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String path() {
    return "/asap/ws";
  }

  /** Makes the verticle that ends the connections when the node stops. */
  @Override
  public Deployable verticle(Gateway same, JsonObject section) {
    return new WebSocketVerticle(this);
  }

  /** No compression: 50 KB of it can stand for 50 MB. */
  @Override
  public void configure(HttpServerOptions options) {
    options
        .setMaxWebSocketFrameSize(config.maxMessageBytes())
        .setMaxWebSocketMessageSize(config.maxMessageBytes())
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setWebSocketClosingTimeout(CLOSING_SECONDS);
  }

  @Override
  public void take(
      HttpServerRequest request, Caller caller, Optional<AgentUrn> agent, Runnable takenOver) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (!request.canUpgradeToWebSocket()) {
      askForUpgrade(request);
      refuse(request, 426, "This is for WebSocket: ask for an upgrade");
    } else if (origin != null && !config.origins().contains(origin)) {
      refuse(request, 403, "Pages from this origin may not connect");
    } else if (stopping || open.incrementAndGet() > config.maxConnections()) {
      refuseForNow(request);
    } else {
      request
          .toWebSocket()
          .onSuccess(
              socket -> {
                takenOver.run();
                ViolationCloser.add(request.connection());
                identify(socket, request.connection(), caller, agent);
              })
          .onFailure(failure -> open.decrementAndGet());
    }
  }

  /**
   * HTTP/2 has no upgrade, and forbids the header; a client then needs a connection of HTTP/1.1.
   */
  private static void askForUpgrade(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.UPGRADE, NAME);
    }
  }

  private void refuseForNow(HttpServerRequest request) {
    if (!stopping) {
      open.decrementAndGet();
    }
    request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    refuse(request, 503, stopping ? "The platform is stopping" : "Too many connections");
  }

  private static void refuse(HttpServerRequest request, int status, String detail) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("detail", detail).toBuffer());
  }

  /** Somebody who is not known is told so by the close code; no frame of theirs is looked at. */
  private void identify(
      ServerWebSocket socket, HttpConnection connection, Caller caller, Optional<AgentUrn> agent) {
    socket.pause();
    gateway
        .identify(caller, Scope.EXECUTE)
        .onSuccess(principal -> begin(socket, connection, caller, agent, principal))
        .onFailure(
            failure -> {
              open.decrementAndGet();
              Strangers.turnAway(socket, caller, failure);
            });
  }

  private void begin(
      ServerWebSocket socket,
      HttpConnection connection,
      Caller caller,
      Optional<AgentUrn> agent,
      Principal principal) {
    Vertx vertx = requireNonNull(Vertx.currentContext(), "on an event loop").owner();
    Expiry expiry =
        new Expiry(
                vertx,
                () -> gateway.identify(caller, Scope.EXECUTE),
                failure -> Strangers.turnAway(socket, caller, failure))
            .await(principal);
    Session[] session = new Session[1];
    session[0] =
        new Session(
            vertx,
            socket,
            connection,
            gateway,
            caller,
            agent,
            config,
            budget,
            firstIds,
            () -> {
              expiry.cancel();
              sessions.remove(session[0]);
              open.decrementAndGet();
            });
    sessions.add(session[0]);
    session[0].open();
    socket.resume();
  }

  /** How many connections are open. */
  public int connections() {
    return open.get();
  }

  /** How many bytes of messages are in hand, with the answers that clients have not taken. */
  public long heldBytes() {
    return budget.held();
  }

  /** Lets nobody in any more, and closes every connection when it has its answers. */
  Future<Void> stop() {
    stopping = true;
    List<Future<Void>> drained = sessions.stream().map(Session::drain).toList();
    return Future.join(drained).mapEmpty();
  }
}
