package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  @Test
  void whatOneRequestHoldsAnotherCannotTake() {
    // Given
    BodyBudget budget = new BodyBudget(100);
    BodyBudget.Share first = budget.open();
    BodyBudget.Share second = budget.open();
    first.take(70);

    // When / Then
    assertThatThrownBy(() -> second.take(31))
        .isInstanceOfSatisfying(
            HttpFailure.class, failure -> assertThat(failure.status()).isEqualTo(503));
    second.take(30);
    first.close();
    first.close();
    first.take(1_000);
    assertThat(budget.held()).isEqualTo(30);
    second.close();
    assertThat(budget.held()).isZero();
  }

  @Test
  void anAnswerIsCountedInThePlaceOfItsRequestAndNeverRefused() {
    // Given
    BodyBudget budget = new BodyBudget(100);
    BodyBudget.Share first = budget.open();
    first.take(70);

    // When
    first.answer(500);

    // Then
    assertThat(budget.held()).isEqualTo(500);
    BodyBudget.Share second = budget.open();
    assertThatThrownBy(() -> second.take(1)).isInstanceOf(HttpFailure.class);
    first.close();
    first.answer(500);
    assertThat(budget.held()).isZero();
    second.take(1);
  }

  @Test
  void answersThatAreNotTakenCount() {
    try (TestNode node = TestNode.with().bodyBudget(10_000_000).start();
        Wire wire = Wire.narrow(node.binding().actualPort())) {
      // Given
      JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
      envelope.getJsonObject("payload").getJsonObject("input").put("text", "x".repeat(9_500_000));
      byte[] request = Requests.around(envelope).encode().getBytes(StandardCharsets.UTF_8);

      // When
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> wire.request("POST", "/asap", request));
      TestPlatform.await(() -> sending.isDone() && node.binding().bodyBudget().held() > 9_500_000);

      // Then
      assertThat(node.post(" ".repeat(600_000) + Requests.echo()).status()).isEqualTo(503);
      assertThat(wire.read().body().length).isGreaterThan(9_500_000);
      TestPlatform.await(() -> node.binding().bodyBudget().held() == 0);
      assertThat(node.post(" ".repeat(600_000) + Requests.echo()).status()).isEqualTo(200);
    }
  }

  @Test
  void aRequestGivesBackWhatItHeldHoweverItEnds() {
    try (TestNode node = TestNode.with().maxRequestBytes(200_000).start()) {
      // When
      node.post(Requests.echo());
      node.post("{");
      node.post(new byte[] {1, 2, 3}, "Content-Encoding: gzip");
      node.post(new byte[300_000]);
      try (Wire wire = node.connect()) {
        wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
        TestPlatform.await(() -> node.binding().bodyBudget().held() == 1);
      }

      // Then
      TestPlatform.await(() -> node.binding().bodyBudget().held() == 0);
    }
  }

  @Test
  void requestsBeyondTheBudgetAreRefusedUntilOthersEnd() {
    try (TestNode node = TestNode.with().bodyBudget(100_000).start()) {
      // Given
      try (Wire other = node.connect()) {
        other.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
        other.send(" ".repeat(99_900));
        TestPlatform.await(() -> node.binding().bodyBudget().held() == 99_900);

        // When
        Wire.Answer refusal = node.post(Requests.echo());

        // Then
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.json().getString("detail")).contains("too many large requests");
        assertThat(node.get("/health").status()).isEqualTo(200);
      }
      TestPlatform.await(() -> node.binding().bodyBudget().held() == 0);
      assertThat(node.post(Requests.echo()).status()).isEqualTo(200);
    }
  }
}
