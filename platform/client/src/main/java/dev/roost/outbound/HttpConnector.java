package dev.roost.outbound;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens real connections: HTTP/2 or HTTP/1.1 over TLS, whichever the peer prefers, and HTTP/1.1
 * without. Connections are pooled by scheme, host, port and address. Names in certificates are
 * checked; neither redirects nor alternative services are followed, no proxy of the environment is
 * used, and nothing is inflated.
 */
public final class HttpConnector implements Connector {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnector.class);
  private static final int MAX_CONNECTIONS_OF_PEER = 100;
  private static final int MAX_WAITING_FOR_PEER = 1_000;
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  /** The reference's servers close a quiet connection after five seconds. */
  private static final int QUIET_SECONDS = 4;

  private static final int QUIET_HTTP2_SECONDS = 50;

  private final HttpClient secure;
  private final HttpClient plain;

  private HttpConnector(HttpClient secure, HttpClient plain) {
    this.secure = secure;
    this.plain = plain;
  }

  /** With five seconds for a connection and the authorities that Java trusts. */
  public static HttpConnector create(Vertx vertx) {
    return create(vertx, Duration.ofSeconds(5), true, null);
  }

  /**
   * The same in detail.
   *
   * @param connect how long a connection may take to come about
   * @param http2 whether HTTP/2 may be spoken
   * @param trust which authorities are trusted; null for those that Java trusts
   */
  public static HttpConnector create(
      Vertx vertx, Duration connect, boolean http2, @Nullable TrustOptions trust) {
    requireNonNull(vertx, "vertx");
    HttpClientOptions tls = options(connect).setUseAlpn(true).setVerifyHost(true);
    if (trust != null) {
      tls.setTrustOptions(trust);
    }
    tls.setProtocolVersion(http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
        .setAlpnVersions(
            http2
                ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                : List.of(HttpVersion.HTTP_1_1));
    return new HttpConnector(client(vertx, tls), client(vertx, options(connect)));
  }

  /** A connection that breaks is told to whoever has a request on it; the log needs it not. */
  private static HttpClient client(Vertx vertx, HttpClientOptions options) {
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool())
        .withConnectHandler(
            connection ->
                connection.exceptionHandler(
                    failure -> LOG.atDebug().setCause(failure).log("A connection failed")))
        .build();
  }

  private static HttpClientOptions options(Duration connect) {
    return new HttpClientOptions()
        .setConnectTimeout((int) connect.toMillis())
        .setSslHandshakeTimeout(connect.toSeconds() + 1)
        .setKeepAliveTimeout(QUIET_SECONDS)
        .setHttp2KeepAliveTimeout(QUIET_HTTP2_SECONDS)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setDecompressionSupported(false);
  }

  private static PoolOptions pool() {
    return new PoolOptions()
        .setHttp1MaxSize(MAX_CONNECTIONS_OF_PEER)
        .setMaxWaitQueueSize(MAX_WAITING_FOR_PEER);
  }

  @Override
  public Future<HttpClientRequest> connect(RequestOptions options) {
    return (options.isSsl() ? secure : plain).request(options.setFollowRedirects(false));
  }

  @Override
  public Future<Void> close() {
    return Future.join(secure.close(), plain.close()).mapEmpty();
  }
}
