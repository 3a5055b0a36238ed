package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.AddressRange;
import dev.roost.outbound.IpAddress;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.outbound.TestingCertificates;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets by TLS to an address that was checked: the name stays that of the URL. */
class SocketPinnedTest extends SocketFixture {
  private static final String ADDRESS = "127.0.0.2";
  private static PfxOptions keys;

  private TestingSockets secure;

  @BeforeAll
  static void makeKeys(@TempDir Path folder) {
    Path store = TestingCertificates.store(folder, "dns:good.example", "ip:" + ADDRESS);
    keys = new PfxOptions().setPath(store.toString()).setPassword(TestingCertificates.PASSWORD);
  }

  @BeforeEach
  void startSecure() {
    HttpServerOptions tls =
        new HttpServerOptions()
            .setSsl(true)
            .setSni(true)
            .setUseAlpn(true)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
            .setKeyCertOptions(keys);
    secure = TestingSockets.start(vertx, tls, ADDRESS);
  }

  private AsapClient guarded(String host) {
    OutboundConfig allowed = new OutboundConfig(false, List.of(AddressRange.parse(ADDRESS)));
    OutboundGuard guard =
        new OutboundGuard(
            vertx,
            allowed,
            name -> Future.succeededFuture(List.of(IpAddress.parse(ADDRESS).orElseThrow())),
            OwnListeners.none());
    return client(
        "https://" + host + ":" + secure.port(),
        builder -> builder.guard(guard).trust(keys).settings(within(LONG, LONG)));
  }

  @Test
  void hostAndServerNameAreThoseOfTheUrl() {
    // When
    Outcomes.get(guarded("good.example").send(TestingAgent.request()));

    // Then
    HttpServerRequest handshake = secure.requests().get(0);
    assertThat(handshake.getHeader("Host")).isEqualTo("good.example:" + secure.port());
    assertThat(handshake.connection().indicatedServerName()).isEqualTo("good.example");
    assertThat(handshake.version()).isEqualTo(HttpVersion.HTTP_1_1);
    assertThat(handshake.localAddress().hostAddress()).isEqualTo(ADDRESS);
  }

  @Test
  void theAddressInACertificateDoesNotStandForAnotherName() {
    // When
    Throwable failure = Outcomes.failure(guarded("third.example").connectWs());

    // Then
    assertThat(failure).isInstanceOf(ConnectionFailedException.class);
    assertThat(secure.requests()).isEmpty();
  }
}
