package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** W4: the library of Standard Webhooks for Java and we believe the same. */
class StandardWebhooksTest {
  private static final int COUNT = 10_000;

  private final RandomMessages messages = new RandomMessages(7);

  private static Webhook library(SignedMessage message) {
    return message.raw()
        ? new Webhook(message.secret().bytes())
        : new Webhook(message.secret().reveal());
  }

  private static boolean isBelievedByLibrary(SignedMessage message) {
    try {
      library(message).verify(message.body(), map(message.headers()));
      return true;
    } catch (com.standardwebhooks.exceptions.WebhookVerificationException e) {
      return false;
    } catch (NumberFormatException e) {
      // its own way to refuse a timestamp
      return false;
    }
  }

  private static Map<String, List<String>> map(MultiMap headers) {
    Map<String, List<String>> map = new HashMap<>();
    headers.forEach((name, value) -> map.put(name, List.of(value)));
    return map;
  }

  @Test
  void whatWeSignItBelieves() {
    // Given
    int believed = 0;

    // When
    for (int i = 0; i < COUNT; i++) {
      believed += isBelievedByLibrary(SignedMessage.of(messages)) ? 1 : 0;
    }

    // Then
    assertThat(believed).isEqualTo(COUNT);
  }

  @Test
  void whatItSignsWeBelieve() throws Exception {
    // Given
    int believed = 0;
    int alike = 0;

    // When
    for (int i = 0; i < COUNT; i++) {
      SignedMessage ours = SignedMessage.of(messages);
      String signature = library(ours).sign(ours.id(), ours.at().getEpochSecond(), ours.body());
      believed += ours.withSignature(signature).isBelieved() ? 1 : 0;
      alike += signature.equals(ours.signature()) ? 1 : 0;
    }

    // Then
    assertThat(believed).isEqualTo(COUNT);
    assertThat(alike).isEqualTo(COUNT);
  }

  @Test
  void whatIsChangedBothJudgeAlike() {
    // Given
    int disagreements = 0;
    int believed = 0;

    // When
    for (int i = 0; i < COUNT; i++) {
      SignedMessage changed = SignedMessage.of(messages).changed(messages);
      boolean ours = changed.isBelieved();
      disagreements += ours == isBelievedByLibrary(changed) ? 0 : 1;
      believed += ours ? 1 : 0;
    }

    // Then
    assertThat(disagreements).isZero();
    assertThat(believed).isBetween(COUNT / 20, COUNT / 2);
  }
}
