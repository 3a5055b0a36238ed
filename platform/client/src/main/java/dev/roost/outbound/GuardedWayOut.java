package dev.roost.outbound;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * The way out for URLs from outside. A connection goes to an address that was just checked, and to
 * no other; Host header, server name of TLS and the name in the certificate stay those of the URL.
 */
public final class GuardedWayOut implements WayOut {
  /** How many addresses of a name are tried, if one does not let us connect. */
  private static final int MAX_ADDRESSES = 3;

  private final OutboundGuard guard;
  private final Connector connector;

  /** With that guard before that connector. */
  public GuardedWayOut(OutboundGuard guard, Connector connector) {
    this.guard = requireNonNull(guard, "guard");
    this.connector = requireNonNull(connector, "connector");
  }

  /**
   * {@inheritDoc} Fails with {@link OutboundException} if the URL may not or cannot be used, or as
   * the connector does.
   */
  @Override
  public Future<HttpClientRequest> request(HttpMethod method, String url) {
    return guard
        .check(url)
        .compose(
            checked ->
                connect(
                    method, checked, checked.addresses().stream().limit(MAX_ADDRESSES).toList()));
  }

  private Future<HttpClientRequest> connect(
      HttpMethod method, CheckedUrl checked, List<IpAddress> addresses) {
    IpAddress pin = addresses.get(0);
    List<IpAddress> others = addresses.subList(1, addresses.size());
    return connector
        .connect(options(method, checked.url(), pin))
        .compose(
            request -> verified(request, checked, pin),
            failure ->
                others.isEmpty() ? Future.failedFuture(failure) : connect(method, checked, others));
  }

  private static RequestOptions options(HttpMethod method, HttpUrl url, IpAddress pin) {
    return new RequestOptions()
        .setMethod(method)
        .setSsl(url.tls())
        .setHost(url.bracketedHost())
        .setPort(url.port())
        .setURI(url.target())
        .setServer(SocketAddress.inetSocketAddress(url.port(), pin.text()));
  }

  private Future<HttpClientRequest> verified(
      HttpClientRequest request, CheckedUrl checked, IpAddress pin) {
    SocketAddress remote = request.connection().remoteAddress();
    boolean there =
        remote != null
            && remote.port() == checked.url().port()
            && IpAddress.parse(String.valueOf(remote.hostAddress()))
                .filter(pin::equals)
                .isPresent();
    if (there) {
      return Future.succeededFuture(request);
    }
    request.exceptionHandler(expected -> {}).reset();
    return Future.failedFuture(guard.strayed(checked, pin, String.valueOf(remote)));
  }

  @Override
  public Future<Void> close() {
    return connector.close();
  }
}
