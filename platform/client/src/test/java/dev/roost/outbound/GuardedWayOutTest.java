package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on the guarded way out, against real servers on this machine. */
class GuardedWayOutTest {
  private static final OutboundConfig CONFIG =
      new OutboundConfig(
          true, List.of(AddressRange.parse("127.0.0.2"), AddressRange.parse("127.0.1.0/24")));

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Outcomes.get(vertx.close());
  }

  private GuardedWayOut wayOut(String answers, Connector connector) {
    return new GuardedWayOut(
        new OutboundGuard(vertx, CONFIG, TestingResolver.of(answers), OwnListeners.none()),
        connector);
  }

  private GuardedWayOut wayOut(String answers) {
    return wayOut(answers, HttpConnector.create(vertx));
  }

  private HttpClientResponse get(WayOut out, int port) {
    return Outcomes.on(
        vertx,
        () ->
            out.request(HttpMethod.GET, "http://peer.example:" + port + "/x")
                .compose(HttpClientRequest::send)
                .compose(response -> response.end().map(response)));
  }

  @Test
  void theHostHeaderIsThatOfTheUrl() {
    // Given
    TestingPeer peer = TestingPeer.start(vertx, "127.0.0.2", 0);

    // When
    get(wayOut("127.0.0.2"), peer.port());

    // Then
    assertThat(peer.hosts()).containsExactly("peer.example:" + peer.port());
  }

  @Test
  void ifOneAddressDoesNotLetUsConnectTheNextIsTried() {
    // Given
    TestingPeer peer = TestingPeer.start(vertx, "127.0.0.2", 0);

    // When
    HttpClientResponse response = get(wayOut("127.0.1.1,127.0.1.2,127.0.0.2"), peer.port());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void notAllOfManyAddressesAreTried() {
    // Given
    RecordingConnector connector = new RecordingConnector();

    // When
    Throwable failure =
        Outcomes.failure(
            wayOut("127.0.1.1,127.0.1.2,127.0.1.3,127.0.1.4", connector)
                .request(HttpMethod.GET, "https://peer.example/"));

    // Then
    assertThat(failure).isInstanceOf(RecordingConnector.Recorded.class);
    assertThat(connector.addresses()).containsExactly("127.0.1.1", "127.0.1.2", "127.0.1.3");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) {
    // Given
    TestingPeer inside = TestingPeer.start(vertx, "127.0.0.3", 0);
    TestingPeer peer =
        TestingPeer.start(
            vertx,
            "127.0.0.2",
            0,
            request ->
                request
                    .response()
                    .setStatusCode(status)
                    .putHeader("Location", "http://127.0.0.3:" + inside.port() + "/")
                    .putHeader("Alt-Svc", "h2c=\"127.0.0.3:" + inside.port() + "\"; ma=3600")
                    .end());
    WayOut out = wayOut("127.0.0.2");

    // When
    HttpClientResponse first = get(out, peer.port());
    HttpClientResponse second = get(out, peer.port());

    // Then
    assertThat(List.of(first.statusCode(), second.statusCode())).containsOnly(status);
    assertThat(peer.requests()).isEqualTo(2);
    assertThat(inside.connections()).isZero();
  }

  @Test
  void aConnectionThatLeadsElsewhereIsNotUsed() {
    // Given
    TestingPeer inside = TestingPeer.start(vertx, "127.0.0.3", 0);
    HttpConnector real = HttpConnector.create(vertx);
    Connector straying =
        options ->
            real.connect(
                new RequestOptions(options)
                    .setServer(SocketAddress.inetSocketAddress(inside.port(), "127.0.0.3")));
    LogWatch log = LogWatch.of(RefusalLog.class);

    // When
    Throwable failure =
        Outcomes.failure(
            wayOut("127.0.0.2,127.0.1.1", straying)
                .request(HttpMethod.GET, "http://peer.example:" + inside.port() + "/"));

    // Then
    log.end();
    assertThat(failure).isInstanceOf(UrlRefusedException.class);
    assertThat(inside.requests()).isZero();
    assertThat(log.texts())
        .containsExactly(
            "peer.example: connected to 127.0.0.3:" + inside.port() + " instead of 127.0.0.2");
  }

  @Test
  void anIpv6AddressStandsInBracketsInTheHost() {
    // Given
    RecordingConnector connector = new RecordingConnector();

    // When
    Outcomes.failure(
        wayOut("NX", connector).request(HttpMethod.GET, "https://[2606:4700:4700::1111]/"));

    // Then
    RequestOptions options = connector.wanted().get(0);
    assertThat(options.getHost()).isEqualTo("[2606:4700:4700:0:0:0:0:1111]");
    assertThat(((SocketAddress) options.getServer()).hostAddress())
        .isEqualTo("2606:4700:4700:0:0:0:0:1111");
  }

  @Test
  void afterItsEndItOpensNothing() {
    // Given
    TestingPeer peer = TestingPeer.start(vertx, "127.0.0.2", 0);
    GuardedWayOut out = wayOut("127.0.0.2");
    Outcomes.get(out.close());

    // When
    Future<HttpClientRequest> late =
        out.request(HttpMethod.GET, "http://peer.example:" + peer.port() + "/");

    // Then
    assertThat(Outcomes.failure(late)).hasMessageContaining("closed");
    assertThat(Outcomes.get(new RecordingConnector().close())).isNull();
  }
}
