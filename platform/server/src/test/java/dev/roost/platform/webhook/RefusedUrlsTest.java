package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.IpAddress;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.platform.webhook.endpoint.WebhookUrls;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * URLs that lead inside are refused when somebody registers them and at every attempt, and nothing
 * is connected.
 */
class RefusedUrlsTest {
  private static final Path LIST =
      Path.of(
          System.getProperty("roost.root"),
          "platform/client/src/test/resources/dev/roost/outbound/ssrf-sample.tsv");

  /** Nobody learns which rule, name or address it was. */
  private static final JsonObject SAME_FOR_ALL =
      new JsonObject().put("url", "").put("reason", "events may not be sent there");

  private static Vertx vertx;
  private final Queue<RequestOptions> connected = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Waiting.get(vertx.close());
  }

  /** A line of the list: a URL, and what the name server answers. */
  record Row(String id, String url, String dns) {
    @Override
    public String toString() {
      return id;
    }
  }

  static Stream<Row> denied() throws IOException {
    return Files.readAllLines(LIST).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .filter(parts -> parts[4].equals("deny"))
        .map(parts -> new Row(parts[0], unescaped(parts[2]), parts[3]));
  }

  private static String unescaped(String text) {
    return text.replace("\\\\", "\u0000")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\u0000", "\\");
  }

  private static OutboundGuard guard(Row row) {
    return new OutboundGuard(
        vertx, OutboundConfig.DEFAULTS, name -> resolve(row.dns()), OwnListeners.none());
  }

  private static Future<List<IpAddress>> resolve(String answer) {
    return answer.equals("NX")
        ? Future.failedFuture(new UnknownHostException("no such name"))
        : Future.succeededFuture(
            Stream.of(answer.split(",")).map(RefusedUrlsTest::address).toList());
  }

  private static IpAddress address(String text) {
    String four = text.startsWith("::ffff:") ? text.substring("::ffff:".length()) : text;
    return IpAddress.parse(text).or(() -> IpAddress.parse(four)).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("denied")
  void isNotRegistered(Row row) {
    // When
    Throwable failure =
        Waiting.on(
            vertx,
            () ->
                new WebhookUrls(guard(row))
                    .check(row.url())
                    .transform((url, why) -> Future.succeededFuture(why)));

    // Then
    assertThat(failure).isInstanceOf(AsapException.class);
    AsapException refused = (AsapException) failure;
    assertThat(refused.error().code()).isEqualTo(ErrorCode.WEBHOOK_URL_REJECTED.rpcCode());
    assertThat(refused.error().toJson().getJsonObject("data").getJsonObject("details"))
        .isEqualTo(SAME_FOR_ALL);
  }

  @ParameterizedTest
  @MethodSource("denied")
  void isNotCalled(Row row) {
    // Given
    GuardedWayOut out = new GuardedWayOut(guard(row), this::connect);
    DeliveryTarget.Open target =
        new DeliveryTarget.Open(
            row.url(), Samples.SIGNER, Map.of(), DeliveryProfile.ASAP, TargetHealth.NONE);

    // When
    DeliveryOutcome outcome =
        Waiting.on(
            vertx,
            () ->
                new DeliveryAttempt(vertx, out, Samples.settings(), target, Clock.systemUTC())
                    .run("msg_1", new byte[] {'{', '}'}));

    // Then
    assertThat(outcome).isInstanceOf(DeliveryOutcome.Failed.class);
    assertThat(connected).isEmpty();
  }

  private Future<HttpClientRequest> connect(RequestOptions options) {
    connected.add(options);
    return Future.failedFuture("nobody is to be connected");
  }
}
