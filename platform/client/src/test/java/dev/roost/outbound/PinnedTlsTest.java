package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS to a pinned address: the name of the URL is what counts, not the address. */
class PinnedTlsTest {
  private static Path served;
  private static Path trusted;

  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeAll
  static void makeKeys(@TempDir Path folder) {
    served =
        TestingCertificates.store(folder, "dns:good.example", "dns:other.example", "ip:127.0.0.2");
    trusted = served;
  }

  @BeforeEach
  void start() {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setSni(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(keys(served)))
            .requestHandler(
                request ->
                    request
                        .response()
                        .end(
                            new JsonObject()
                                .put("sni", request.connection().indicatedServerName())
                                .put("authority", request.authority().toString())
                                .put("version", request.version().name())
                                .toBuffer()));
    Outcomes.get(server.listen(0, "127.0.0.2"));
  }

  @AfterEach
  void stop() {
    Outcomes.get(vertx.close());
  }

  private static PfxOptions keys(Path store) {
    return new PfxOptions().setPath(store.toString()).setPassword(TestingCertificates.PASSWORD);
  }

  private Future<JsonObject> get(String host, boolean http2) {
    OutboundConfig config = new OutboundConfig(false, List.of(AddressRange.parse("127.0.0.2")));
    OutboundGuard guard =
        new OutboundGuard(vertx, config, TestingResolver.of("127.0.0.2"), OwnListeners.none());
    HttpConnector connector =
        HttpConnector.create(vertx, Duration.ofSeconds(5), http2, keys(trusted));
    WayOut out = new GuardedWayOut(guard, connector);
    Promise<JsonObject> answer = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            turn ->
                out.request(HttpMethod.GET, "https://" + host + ":" + server.actualPort() + "/x")
                    .compose(HttpClientRequest::send)
                    .compose(HttpClientResponse::body)
                    .map(Buffer::toJsonObject)
                    .onComplete(answer));
    return answer.future();
  }

  @ParameterizedTest
  @CsvSource({
    "good.example, true, HTTP_2",
    "good.example, false, HTTP_1_1",
    "other.example, true, HTTP_2",
  })
  void serverNameHostAndCertificateAreThoseOfTheUrl(String host, boolean http2, String version) {
    // When
    JsonObject seen = Outcomes.get(get(host, http2));

    // Then
    assertThat(seen)
        .isEqualTo(
            new JsonObject()
                .put("sni", host)
                .put("authority", host + ":" + server.actualPort())
                .put("version", version));
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    // When
    Throwable failure = Outcomes.failure(get("third.example", true));

    // Then
    assertThat(failure).isInstanceOf(SSLException.class);
  }

  @Test
  void theAddressInTheCertificateDoesNotStandForTheName(@TempDir Path folder) {
    // Given
    Path address = TestingCertificates.store(folder, "ip:127.0.0.2");
    trusted = address;
    Outcomes.get(
        server.updateSSLOptions(
            new io.vertx.core.net.ServerSSLOptions().setKeyCertOptions(keys(address)), true));

    // When
    Throwable failure = Outcomes.failure(get("good.example", true));
    JsonObject byAddress = Outcomes.get(get("127.0.0.2", false));

    // Then
    trusted = served;
    assertThat(failure).isInstanceOf(SSLException.class);
    assertThat(byAddress.getString("sni")).isNull();
  }

  @Test
  void aCertificateOfNobodyIsRefused(@TempDir Path folder) {
    // Given
    trusted = TestingCertificates.store(folder, "dns:good.example");

    // When
    Throwable failure = Outcomes.failure(get("good.example", true));

    // Then
    trusted = served;
    assertThat(failure).isInstanceOf(SSLException.class);
  }
}
