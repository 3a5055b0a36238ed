package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.Outcomes;
import dev.roost.client.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that receives, with senders that do what senders should not. */
class WebhookHandlerTest {
  private static final WebhookSecret SECRET = WebhookSecret.generate();
  private static final WebhookEvent EVENT =
      new WebhookEvent("task.completed", Instant.EPOCH, new JsonObject().put("task_id", "t-1"));
  private static final byte[] BODY = Vectors.bytes(EVENT.write());
  private static final int LIMIT = 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final List<WebhookDelivery> received = new CopyOnWriteArrayList<>();
  private final Queue<Future<Void>> outcomes = new ConcurrentLinkedQueue<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final AtomicInteger arrived = new AtomicInteger();
  private int port;

  @AfterEach
  void stop() {
    Outcomes.get(vertx.close());
  }

  private Future<Void> receive(WebhookDelivery delivery) {
    received.add(delivery);
    Future<Void> outcome = outcomes.poll();
    return outcome == null ? Future.succeededFuture() : outcome;
  }

  private TestingSender start(UnaryOperator<WebhookHandlerBuilder> bounds) {
    return start(WebhookVerifier.builder().secret(SECRET).build(), this::receive, bounds);
  }

  private TestingSender start() {
    return start(builder -> builder);
  }

  private TestingSender start(
      WebhookVerifier verifier,
      Function<WebhookDelivery, Future<Void>> receiver,
      UnaryOperator<WebhookHandlerBuilder> bounds) {
    WebhookHandler handler =
        bounds
            .apply(WebhookHandler.builder(vertx, verifier, receiver))
            .onRefusal((status, reason) -> refusals.add(status + " " + reason))
            .build();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  arrived.incrementAndGet();
                  handler.handle(request);
                });
    port = Outcomes.get(server.listen(0, "127.0.0.1")).actualPort();
    return new TestingSender(SECRET, port);
  }

  @Test
  void aDeliveryIsHandedOn() {
    // Given
    TestingSender sender = start();

    // When
    int status = sender.send("msg_1", BODY);

    // Then
    assertThat(status).isEqualTo(204);
    assertThat(received).hasSize(1);
    assertThat(received.get(0).id()).contains("msg_1");
    assertThat(received.get(0).attemptAt()).isPresent();
    assertThat(received.get(0).event()).isEqualTo(EVENT);
    assertThat(refusals).isEmpty();
  }

  @Test
  void aRepetitionIsAnsweredButNotHandled() {
    // Given
    TestingSender sender = start();

    // When
    List<Integer> statuses =
        List.of(sender.send("msg_1", BODY), sender.send("msg_1", BODY), sender.send("msg_2", BODY));

    // Then
    assertThat(statuses).containsExactly(204, 204, 204);
    assertThat(received.stream().map(one -> one.id().orElseThrow()))
        .containsExactly("msg_1", "msg_2");
  }

  @Test
  void afterAFailureARepetitionIsHandled() {
    // Given
    TestingSender sender = start();
    outcomes.add(Future.failedFuture("the disk is full"));

    // When
    List<Integer> statuses =
        List.of(sender.send("msg_1", BODY), sender.send("msg_1", BODY), sender.send("msg_1", BODY));

    // Then
    assertThat(statuses).containsExactly(500, 204, 204);
    assertThat(received).hasSize(2);
    assertThat(refusals).containsExactly("500 The delivery could not be handled");
  }

  @Test
  void whatAReceiverThrowsIsAFailure() {
    // Given
    WebhookVerifier verifier = WebhookVerifier.builder().secret(SECRET).build();
    Function<WebhookDelivery, Future<Void>> receiver =
        delivery -> {
          received.add(delivery);
          throw new StackOverflowError();
        };
    TestingSender sender = start(verifier, receiver, builder -> builder.maxRequests(1));

    // When
    List<Integer> statuses = List.of(sender.send("msg_1", BODY), sender.send("msg_1", BODY));

    // Then
    assertThat(statuses).containsExactly(500, 500);
    assertThat(received).hasSize(2);
  }

  @Test
  void thoseWhoComeMeanwhileWaitForTheOneOutcome() {
    // Given
    TestingSender sender = start();
    Promise<Void> outcome = Promise.promise();
    outcomes.add(outcome.future());
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(sender.begin("msg_1", BODY));
    }
    Outcomes.await(() -> arrived.get() == 20 && !received.isEmpty());

    // When
    outcome.complete();

    // Then
    assertThat(answers.stream().map(answer -> Outcomes.get(answer).statusCode()))
        .containsOnly(204)
        .hasSize(20);
    assertThat(received).hasSize(1);
  }

  @Test
  void oneOfManyAtOnceIsHandled() {
    // Given
    TestingSender sender = start();
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();

    // When
    for (int i = 0; i < 90; i++) {
      answers.add(sender.begin("msg_" + i % 3, BODY));
    }

    // Then
    assertThat(answers.stream().map(answer -> Outcomes.get(answer).statusCode())).containsOnly(204);
    assertThat(received.stream().map(one -> one.id().orElseThrow()))
        .containsExactlyInAnyOrder("msg_0", "msg_1", "msg_2");
  }

  @Test
  void whatIsHandledTooLateIsHandledOnceAllTheSame() {
    // Given
    TestingSender sender = start(builder -> builder.timeout(Duration.ofSeconds(1)));
    Promise<Void> outcome = Promise.promise();
    outcomes.add(outcome.future());

    // When
    int first = sender.send("msg_1", BODY);
    outcome.complete();
    int second = sender.send("msg_1", BODY);

    // Then
    assertThat(List.of(first, second)).containsExactly(500, 204);
    assertThat(received).hasSize(1);
    assertThat(refusals).containsExactly("500 The delivery was not handled in time");
  }

  @Test
  void whoeverSendsByteByByteIsCutOff() throws Exception {
    // Given
    TestingSender sender = start(builder -> builder.timeout(Duration.ofSeconds(1)));

    // When
    String answer = sender.drip();

    // Then
    assertThat(answer).isEqualTo("HTTP/1.1 408");
    assertThat(sender.send("msg_1", BODY)).isEqualTo(204);
  }

  @Test
  void whoeverHangsUpLeavesNothing() throws Exception {
    // Given
    TestingSender sender = start(builder -> builder.maxRequests(1));

    // When
    for (int i = 0; i < 10; i++) {
      sender.hangUp();
    }

    // Then
    Outcomes.await(() -> sender.send("msg_1", BODY) == 204);
    assertThat(received).hasSize(1);
  }

  @Test
  void aBodyMayBeAsLongAsTheLimit() {
    // Given
    TestingSender sender = start();
    byte[] longest = padded(LIMIT);

    // When
    int status = sender.send("msg_1", longest);

    // Then
    assertThat(status).isEqualTo(204);
  }

  private static byte[] padded(int length) {
    String text = EVENT.write();
    return Vectors.bytes(text + " ".repeat(length - text.length()));
  }

  @Test
  void aLongerBodyIsRefusedByItsHead() throws Exception {
    // Given
    TestingSender sender = start();

    // When
    String answer =
        sender.raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + (LIMIT + 1) + "\r\n\r\n");

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 413 ")
        .endsWith("\r\n\r\nA delivery has at most 1048576 bytes\n");
  }

  @Test
  void aLongerBodyIsRefusedWhenItIsTooLong() throws Exception {
    // Given
    TestingSender sender = start(builder -> builder.maxBodyBytes(16));

    // When
    String answer =
        sender.raw(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "11\r\n12345678901234567\r\n");

    // Then
    assertThat(answer).startsWith("HTTP/1.1 413 ");
    assertThat(received).isEmpty();
  }

  @Test
  void soItIsOverHttp2() {
    // Given
    start(builder -> builder.maxBodyBytes(16));
    HttpClientOptions clear =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false);

    // When
    HttpClientResponse answer =
        Outcomes.get(
            vertx
                .createHttpClient(clear)
                .request(HttpMethod.POST, port, "127.0.0.1", "/")
                .compose(
                    request -> {
                      request
                          .exceptionHandler(reset -> {})
                          .setChunked(true)
                          .write(Buffer.buffer(new byte[17]));
                      return request.response();
                    }));

    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(received).isEmpty();
  }

  @Test
  void whoeverAsksFirstMayGoOn() {
    // Given
    TestingSender sender = start();

    // When
    HttpResponse<String> answer =
        Outcomes.get(sender.begin("msg_1", BODY, request -> request.expectContinue(true)));

    // Then
    assertThat(answer.statusCode()).isEqualTo(204);
  }

  @Test
  void onlyPostsDeliver() {
    // Given
    TestingSender sender = start();

    // When
    HttpResponse<String> answer =
        Outcomes.get(sender.begin("msg_1", BODY, request -> request.GET()));

    // Then
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void whatIsSignedOtherwiseIsNotBelieved() {
    // Given
    TestingSender sender = start();
    TestingSender stranger = new TestingSender(WebhookSecret.generate(), port);

    // When
    HttpResponse<String> answer = Outcomes.get(stranger.begin("msg_1", BODY));

    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).startsWith("None of the signatures is by a trusted secret");
    assertThat(sender.send("msg_1", BODY)).isEqualTo(204);
    assertThat(received).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void whatIsNoDeliveryIsRefused(String header) {
    // Given
    TestingSender sender = start();

    // When
    HttpResponse<String> answer =
        Outcomes.get(sender.begin("msg_1", BODY, request -> request.header(header, "1700000000")));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("There is more than one header " + header + "\n");
    assertThat(received).isEmpty();
  }

  @Test
  void whatIsSignedButNoEventIsRefused() {
    // Given
    TestingSender sender = start();

    // When
    int status = sender.send("msg_1", Vectors.bytes("{}"));

    // Then
    assertThat(status).isEqualTo(400);
    assertThat(received).isEmpty();
  }

  @Test
  void tooManyAtOnceAreAskedToComeAgain() {
    // Given
    TestingSender sender = start(builder -> builder.maxRequests(1));
    Promise<Void> outcome = Promise.promise();
    outcomes.add(outcome.future());
    Future<HttpResponse<String>> first = sender.begin("msg_1", BODY);
    Outcomes.await(() -> received.size() == 1);

    // When
    HttpResponse<String> second = Outcomes.get(sender.begin("msg_2", BODY));

    // Then
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("Retry-After")).contains("1");
    outcome.complete();
    assertThat(Outcomes.get(first).statusCode()).isEqualTo(204);
    assertThat(sender.send("msg_2", BODY)).isEqualTo(204);
  }

  @Test
  void soAreThoseWhoComeWhileSlowOnesAreStillHandled() {
    // Given
    TestingSender sender = start(builder -> builder.maxRequests(1).timeout(Duration.ofSeconds(1)));
    Promise<Void> outcome = Promise.promise();
    outcomes.add(outcome.future());
    int first = sender.send("msg_1", BODY);

    // When
    int second = sender.send("msg_2", BODY);

    // Then
    outcome.complete();
    assertThat(List.of(first, second, sender.send("msg_2", BODY))).containsExactly(500, 503, 204);
  }

  @Test
  void theOldestIdIsForgottenFirst() {
    // Given
    TestingSender sender = start(builder -> builder.remember(2, Duration.ofHours(1)));
    List.of("msg_1", "msg_2", "msg_3").forEach(id -> sender.send(id, BODY));

    // When
    List.of("msg_3", "msg_2", "msg_1").forEach(id -> sender.send(id, BODY));

    // Then
    assertThat(received.stream().map(one -> one.id().orElseThrow()))
        .containsExactly("msg_1", "msg_2", "msg_3", "msg_1");
  }

  @Test
  void idsAreForgottenInTime() {
    // Given
    SettableClock clock = new SettableClock();
    TestingSender sender = start(builder -> builder.remember(10, Duration.ofHours(1)).clock(clock));
    sender.send("msg_1", BODY);
    clock.pass(Duration.ofHours(1));
    sender.send("msg_1", BODY);

    // When
    clock.pass(Duration.ofMillis(1));
    sender.send("msg_1", BODY);

    // Then
    assertThat(received).hasSize(2);
  }

  @Test
  void whatHasNoIdIsHandledEachTime() {
    // Given
    TestingSender sender =
        start(
            WebhookVerifier.builder().secret(SECRET).acceptAsapSignature(true).build(),
            this::receive,
            builder -> builder);
    String post =
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-ASAP-Signature: %s\r\n"
            + "Content-Length: %d\r\n\r\n%s";
    String signature = sender.headers("msg_1", BODY).get("X-ASAP-Signature");
    String request = post.formatted(signature, BODY.length, EVENT.write());

    // When
    List<String> answers =
        Outcomes.get(
            vertx.executeBlocking(() -> List.of(sender.raw(request), sender.raw(request))));

    // Then
    assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 204 "));
    assertThat(received).hasSize(2).allMatch(one -> one.id().isEmpty());
  }

  @Test
  void boundsAreBounds() {
    // Given
    WebhookVerifier verifier = WebhookVerifier.builder().secret(SECRET).build();
    WebhookHandlerBuilder builder = WebhookHandler.builder(vertx, verifier, this::receive);

    // When
    assertThatThrownBy(() -> builder.maxBodyBytes(0))
        // Then
        .hasMessage("maxBodyBytes must be at least 1: 0");
    assertThatThrownBy(() -> builder.maxRequests(0))
        .hasMessage("maxRequests must be at least 1: 0");
    assertThatThrownBy(() -> builder.remember(0, Duration.ofDays(1)))
        .hasMessage("ids must be at least 1: 0");
    assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
        .hasMessage("timeout must be at least a millisecond: PT0S");
  }
}
