package dev.roost.outbound;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/**
 * The way to URLs that the program itself names. They may lead anywhere; without TLS to this
 * machine only, unless the program says otherwise.
 */
public final class DirectWayOut implements WayOut {
  private static final List<AddressRange> LOOPBACK =
      List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1"));

  private final Connector connector;
  private final boolean requireTls;

  /**
   * @param requireTls whether other machines must be reached by TLS
   */
  public DirectWayOut(Connector connector, boolean requireTls) {
    this.connector = requireNonNull(connector, "connector");
    this.requireTls = requireTls;
  }

  /**
   * Checks a URL.
   *
   * @throws IllegalArgumentException if it is none, or has no TLS where there must be
   */
  public HttpUrl checked(String text) {
    return checked(text, requireTls);
  }

  /**
   * Checks a URL.
   *
   * @param requireTls whether other machines must be reached by TLS
   * @throws IllegalArgumentException if it is none, or has no TLS where there must be
   */
  public static HttpUrl checked(String text, boolean requireTls) {
    HttpUrl url = HttpUrl.parse(text);
    if (requireTls && !url.tls() && !isLoopback(url)) {
      throw new IllegalArgumentException(
          "http:// is for this machine only, use https://, or requireHttps(false): "
              + url.origin());
    }
    return url;
  }

  private static boolean isLoopback(HttpUrl url) {
    return url.host().equals("localhost")
        || url.address()
            .filter(address -> LOOPBACK.stream().anyMatch(range -> range.contains(address)))
            .isPresent();
  }

  @Override
  public Future<HttpClientRequest> request(HttpMethod method, String text) {
    HttpUrl url = checked(text);
    return connector.connect(
        new RequestOptions()
            .setMethod(method)
            .setSsl(url.tls())
            .setHost(url.bracketedHost())
            .setPort(url.port())
            .setURI(url.target()));
  }

  @Override
  public Future<Void> close() {
    return connector.close();
  }
}
