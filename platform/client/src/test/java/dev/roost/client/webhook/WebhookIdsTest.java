package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** W2. */
class WebhookIdsTest {
  private static final String FORM = "msg_[A-Za-z0-9_-]{27}";

  @Test
  void theSameDeliveryHasTheSameIdAlways() {
    // When
    String id = WebhookIds.of("task_1", 7, "we_1");

    // Then
    assertThat(id)
        .matches(FORM)
        .isEqualTo(WebhookIds.of("task_1", 7, "we_1"))
        .isEqualTo("msg_qCiNdspZDhCGanDzUlGWkuRcwuY");
  }

  @Test
  void differentDeliveriesHaveDifferentIds() {
    // Given
    Set<String> ids = new HashSet<>();

    // When
    for (int task = 0; task < 20; task++) {
      for (int sequence = 0; sequence < 20; sequence++) {
        ids.add(WebhookIds.of("t" + task, sequence, "a"));
        ids.add(WebhookIds.of("t" + task + ":" + sequence, 1, "a"));
        ids.add(WebhookIds.of("t" + task, sequence, "1:a"));
        ids.add(WebhookIds.random());
      }
    }

    // Then
    assertThat(ids).hasSize(1_600).allMatch(id -> id.matches(FORM));
  }
}
