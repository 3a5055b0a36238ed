package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.GuardedWayOut;
import dev.roost.platform.http.HeapMeter;
import dev.roost.platform.webhook.DeliveryOutcome.Delivered;
import dev.roost.platform.webhook.DeliveryOutcome.Failed;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W7, W8: one request, whatever the receiver does. */
class DeliveryAttemptTest {
  private static final byte[] BODY =
      "{\"type\":\"task.completed\"}".getBytes(StandardCharsets.UTF_8);
  private static final int MIB = 1 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final GuardedWayOut out = Ways.toThisMachine(vertx);

  @AfterEach
  void stop() {
    Waiting.get(vertx.close());
  }

  private DeliveryOutcome attempt(String url) {
    return attempt(url, Samples.settings(), Map.of());
  }

  private DeliveryOutcome attempt(
      String url, DeliverySettings settings, Map<String, String> headers) {
    DeliveryTarget.Open target =
        new DeliveryTarget.Open(
            url, Samples.SIGNER, headers, DeliveryProfile.DURABLE, TargetHealth.NONE);
    return Waiting.on(
        vertx,
        () ->
            new DeliveryAttempt(vertx, out, settings, target, Clock.systemUTC())
                .run("msg_1", BODY));
  }

  private static String error(DeliveryOutcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).error();
  }

  @Test
  void theBodyComesAsItIsWithOurHeadersLast() {
    // Given
    TestingReceiver receiver = TestingReceiver.start(vertx);
    Map<String, String> extra =
        Map.of("X-Tenant", "blue", "Webhook-Id", "forged", "user-agent", "forged");

    // When
    DeliveryOutcome outcome = attempt(receiver.url(), Samples.settings(), extra);

    // Then
    assertThat(outcome).isEqualTo(new Delivered());
    TestingReceiver.Received received = receiver.received().get(0);
    assertThat(received.version()).isEqualTo(HttpVersion.HTTP_1_1);
    assertThat(received.target()).isEqualTo("/hook?key=s3cr3t");
    assertThat(received.body()).isEqualTo(new String(BODY, StandardCharsets.UTF_8));
    assertThat(received.headers().getAll("webhook-id")).containsExactly("msg_1");
    assertThat(received.headers().getAll("User-Agent")).containsExactly("Roost-Webhook/1.2.3");
    assertThat(received.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(received.headers().get("X-Tenant")).isEqualTo("blue");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) {
    // Given
    TestingReceiver elsewhere = TestingReceiver.start(vertx);
    TestingReceiver receiver = TestingReceiver.start(vertx);
    receiver.answers(
        (what, how) ->
            how.setStatusCode(status).putHeader("Location", elsewhere.url()).end("moved"));

    // When
    DeliveryOutcome outcome = attempt(receiver.url());

    // Then
    assertThat(error(outcome)).isEqualTo("status " + status + ": moved");
    assertThat(elsewhere.received()).isEmpty();
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void cookiesAndOtherServicesAreForgotten() {
    // Given
    TestingReceiver elsewhere = TestingReceiver.start(vertx);
    TestingReceiver receiver = TestingReceiver.start(vertx);
    receiver.answers(
        (what, how) ->
            how.putHeader("Set-Cookie", "session=1; Path=/")
                .putHeader("Alt-Svc", "http/1.1=\"127.0.0.1:" + elsewhere.port() + "\"; ma=3600")
                .end());

    // When
    attempt(receiver.url());
    attempt(receiver.url());

    // Then
    assertThat(receiver.received()).hasSize(2);
    assertThat(receiver.received()).noneMatch(one -> one.headers().contains("Cookie"));
    assertThat(elsewhere.received()).isEmpty();
  }

  @Test
  void aDrippingHeadIsCutInTime() throws Exception {
    try (RawReceiver receiver = new RawReceiver(dripping(""))) {
      // When
      DeliveryOutcome outcome =
          attempt(receiver.url(), Samples.attempts(Duration.ofSeconds(1)), Map.of());

      // Then
      assertThat(error(outcome)).isEqualTo("no answer within PT1S");
      assertThat(receiver.lastedNanos()).isPositive();
    }
  }

  @Test
  void aDrippingBodyIsCutAndItsStatusCounts() throws Exception {
    try (RawReceiver receiver =
        new RawReceiver(dripping("HTTP/1.1 503 No\r\nContent-Length: 1000\r\n\r\n"))) {
      // When
      DeliveryOutcome outcome =
          attempt(receiver.url(), Samples.attempts(Duration.ofSeconds(1)), Map.of());

      // Then
      assertThat(error(outcome)).startsWith("status 503: x");
      assertThat(receiver.lastedNanos()).isPositive();
    }
  }

  /** A byte each tenth of a second, for ever. */
  private static RawReceiver.Answer dripping(String head) {
    return line -> {
      line.send(head);
      while (true) {
        line.send("x");
        TimeUnit.MILLISECONDS.sleep(100);
      }
    };
  }

  @Test
  @Tag("chaos")
  void aByteASecondIsCutAfterFifteen() throws Exception {
    RawReceiver.Answer slowly =
        line -> {
          while (true) {
            line.send("H");
            TimeUnit.SECONDS.sleep(1);
          }
        };
    try (RawReceiver receiver = new RawReceiver(slowly)) {
      // When
      DeliveryOutcome outcome = attempt(receiver.url());

      // Then
      assertThat(error(outcome)).isEqualTo("no answer within PT15S");
      assertThat(Duration.ofNanos(receiver.lastedNanos()))
          .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(17));
    }
  }

  @Test
  void aGibibyteCostsLessThanAMebibyte() throws Exception {
    try (RawReceiver first = new RawReceiver(DeliveryAttemptTest::gibibyte);
        RawReceiver second = new RawReceiver(DeliveryAttemptTest::gibibyte)) {
      // Given
      attempt(first.url());
      first.lastedNanos();
      HeapMeter heap = new HeapMeter();

      // When
      DeliveryOutcome outcome = attempt(second.url());

      // Then
      second.lastedNanos();
      assertThat(error(outcome)).hasSize("status 500: ".length() + 2_048).endsWith("yyy");
      assertThat(heap.allocatedBy("vert.x-eventloop")).isLessThan(MIB);
      assertThat(second.sent()).isLessThan(64L * MIB);
    }
  }

  private static void gibibyte(RawReceiver.Line line) throws IOException {
    line.send("HTTP/1.1 500 Much\r\nContent-Length: 1073741824\r\n\r\n");
    byte[] part = "y".repeat(16_384).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 65_536; i++) {
      line.send(part);
    }
  }

  @Test
  void aLongAnswerToWhatWasTakenIsASuccess() throws Exception {
    RawReceiver.Answer much =
        line -> {
          line.send("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
          while (true) {
            line.send("y".repeat(16_384));
          }
        };
    try (RawReceiver receiver = new RawReceiver(much)) {
      assertThat(attempt(receiver.url())).isEqualTo(new Delivered());
      assertThat(receiver.lastedNanos()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:1/",
        "http://10.0.0.1:8443/",
        "http://user:pass@127.0.0.1:8443/",
        "http://nobody.example:8443/",
        "ftp://127.0.0.1:8443/",
        "http://127.0.0.1:6379/",
        "nonsense"
      })
  void whatTheGuardRefusesMayWorkLaterAndNobodyHearsWhy(String url) {
    assertThat(attempt(url))
        .isEqualTo(new Failed("the URL cannot be used", Optional.empty(), true));
  }

  @Test
  void whereNobodyListensThereIsNoConnection() throws IOException {
    // Given
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = gone.getLocalPort();
    }

    // When
    DeliveryOutcome outcome = attempt("http://127.0.0.1:" + port + "/");

    // Then
    assertThat(outcome).isEqualTo(new Failed("no connection", Optional.empty(), true));
  }

  @Test
  void aConnectionThatBreaksMayWorkLater() throws Exception {
    try (RawReceiver receiver = new RawReceiver(line -> line.send("HTTP/1.1 20"))) {
      assertThat(error(attempt(receiver.url())))
          .isEqualTo("the connection broke before there was an answer");
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNoAnswer() {
    // Given
    SelfSignedCertificate certificate = SelfSignedCertificate.create("127.0.0.1");
    TestingReceiver receiver =
        TestingReceiver.start(
            vertx,
            new HttpServerOptions()
                .setPort(0)
                .setHost("127.0.0.1")
                .setSsl(true)
                .setKeyCertOptions(certificate.keyCertOptions()));

    // When
    DeliveryOutcome outcome = attempt("https://127.0.0.1:" + receiver.port() + "/");

    // Then
    assertThat(error(outcome)).isEqualTo("TLS failed");
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void whatAReceiverSendsBackOfOurHeadersIsNotKept() {
    // Given
    TestingReceiver receiver = TestingReceiver.start(vertx);
    receiver.answers(
        (what, how) ->
            how.setStatusCode(500)
                .end("z".repeat(2_045) + what.headers().get("X-Token") + " was your token"));

    // When
    DeliveryOutcome outcome =
        attempt(receiver.url(), Samples.settings(), Map.of("X-Token", "t0k3n-of-a-tenant"));

    // Then
    assertThat(error(outcome)).endsWith("zzz***").hasSize("status 500: ".length() + 2_048);
  }

  @Test
  void whatAReceiverAsksForIsRead() {
    // Given
    TestingReceiver receiver = TestingReceiver.start(vertx);
    receiver.answers(
        (what, how) -> how.setStatusCode(429).putHeader("Retry-After", "7").end("slowly"));

    // When
    DeliveryOutcome outcome = attempt(receiver.url());

    // Then
    assertThat(outcome)
        .isEqualTo(new Failed("status 429: slowly", Optional.of(Duration.ofSeconds(7)), false));
  }

  @Test
  void aSignerThatFailsIsAFailure() {
    // Given
    TestingReceiver receiver = TestingReceiver.start(vertx);
    AttemptSigner broken =
        (id, at, body) -> {
          throw new IllegalStateException("no key at " + Instant.EPOCH);
        };
    DeliveryTarget.Open target =
        new DeliveryTarget.Open(
            receiver.url(), broken, Map.of(), DeliveryProfile.ASAP, TargetHealth.NONE);

    // When
    DeliveryOutcome outcome =
        Waiting.on(
            vertx,
            () ->
                new DeliveryAttempt(vertx, out, Samples.settings(), target, Clock.systemUTC())
                    .run("msg_1", BODY));

    // Then
    assertThat(error(outcome)).isEqualTo("the request cannot be made");
    assertThat(receiver.received()).isEmpty();
  }
}
