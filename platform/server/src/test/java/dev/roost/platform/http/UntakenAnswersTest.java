package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Clients that send requests and do not take the answers. */
class UntakenAnswersTest {
  private static final Pattern ANSWERED =
      Pattern.compile(
          "asap_requests_total\\{payload_type=\"task.request\",status=\"success\".*} (\\S+)");
  private static final int REQUESTS = 1_500;
  private static final int BYTES = 40_000;

  private static String request(int number) {
    JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
    envelope.getJsonObject("payload").getJsonObject("input").put("text", "x".repeat(BYTES));
    String body = Requests.around(envelope).put("id", "req-" + number).encode();
    return "POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static int answered(TestNode node) {
    Matcher matcher = ANSWERED.matcher(node.get("/asap/metrics").text());
    return matcher.find() ? (int) Double.parseDouble(matcher.group(1)) : 0;
  }

  /** How many requests are answered when no further one is for a while. */
  private static int answeredInTheEnd(TestNode node) {
    long quietSince = System.nanoTime();
    int before = -1;
    while (System.nanoTime() - quietSince < TimeUnit.SECONDS.toNanos(2)) {
      int now = answered(node);
      if (now != before) {
        quietSince = System.nanoTime();
        before = now;
      }
    }
    return before;
  }

  @Test
  void areNotServedOnAndGetEveryAnswerLater() throws Exception {
    try (TestNode node = TestNode.start();
        Wire wire = Wire.narrow(node.binding().actualPort())) {
      // When
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < REQUESTS; i++) {
                  wire.send(request(i));
                }
              });

      // Then
      assertThat((long) answeredInTheEnd(node) * BYTES).isLessThan(30_000_000);
      for (int i = 0; i < REQUESTS; i++) {
        assertThat(wire.read().json().getString("id")).isEqualTo("req-" + i);
      }
      sending.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void areClosedWhenTheyTakeNothing() {
    try (TestNode node = TestNode.with().phases(5_000, 5_000, 1_000).start();
        Wire wire = Wire.narrow(node.binding().actualPort())) {
      // When
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < REQUESTS; i++) {
                  wire.send(request(i));
                }
              });

      // Then
      TestPlatform.await(() -> answered(node) > 0);
      TestPlatform.await(() -> node.binding().openConnections() == 0);
      assertThat(sending).failsWithin(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aLargeAnswerMayTakeLongerThanAPause() throws Exception {
    try (TestNode node = TestNode.with().phases(5_000, 5_000, 1_000).start();
        Wire wire = Wire.narrow(node.binding().actualPort())) {
      // Given
      JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
      envelope
          .getJsonObject("payload")
          .getJsonObject("input")
          .put("text", "x".repeat(9 * 1024 * 1024));
      byte[] body = Requests.around(envelope).encode().getBytes(StandardCharsets.UTF_8);

      // When
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> wire.request("POST", "/asap", body));
      long taken = 0;
      for (int i = 0; i < 30; i++) {
        taken += wire.take(100_000).length;
        TimeUnit.MILLISECONDS.sleep(100);
      }

      // Then
      taken += wire.take(9 * 1024 * 1024 - (int) taken).length;
      assertThat(taken).isEqualTo(9 * 1024 * 1024);
      sending.get(10, TimeUnit.SECONDS);
    }
  }
}
