package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.webhook.WebhookSecret;
import dev.roost.client.webhook.WebhookVerificationException;
import dev.roost.client.webhook.WebhookVerifier;
import dev.roost.client.webhook.WebhookVerifierBuilder;
import dev.roost.outbound.DnsLookup;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.platform.webhook.TestingReceiver.Received;
import dev.roost.platform.webhook.endpoint.Endpoints;
import dev.roost.platform.webhook.endpoint.Issued;
import dev.roost.platform.webhook.endpoint.Registration;
import dev.roost.platform.webhook.endpoint.WebhookUrls;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.Secret;
import dev.roost.spi.StateBackend;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** W6: a secret is changed while deliveries go on, and no receiver notices. */
class RotationTest {
  private static final int DELIVERIES = 500;
  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final Sealer SEALER =
      Sealer.with(SealingKey.of(Secret.of(Base64.getEncoder().encodeToString(new byte[32]))));

  private final Vertx vertx = Vertx.vertx();
  private final TestingClock clock = new TestingClock();
  private final StateBackend backend = new MemoryBackend(Duration.ofHours(1));
  private TestingReceiver receiver;
  private Endpoints endpoints;
  private Issued first;

  @BeforeEach
  void start() {
    receiver = TestingReceiver.start(vertx);
    WebhookUrls urls = new WebhookUrls(guard());
    EndpointConfig config = new EndpointConfig(Optional.empty(), OVERLAP);
    endpoints = new Endpoints(vertx, backend.endpoints(), SEALER, config, urls, clock);
    first = Waiting.get(endpoints.register(registration()));
    KnownTargets targets =
        new KnownTargets(backend.endpoints(), SEALER, OVERLAP, DeliveryProfile.DURABLE, clock);
    DeliverySettings fast = Samples.with(Samples.settings(), Duration.ofSeconds(15), 1_000_000);
    WebhookMetrics metrics = new WebhookMetrics(new SimpleMeterRegistry());
    Waiting.get(
        vertx.deployVerticle(
            new WebhookVerticle(
                backend.outbox(), targets, Ways.toThisMachine(vertx), fast, clock, metrics)));
  }

  private OutboundGuard guard() {
    JsonObject loopback =
        new JsonObject()
            .put("allowHttp", true)
            .put("allowAddresses", new JsonArray().add("127.0.0.0/8"));
    return new OutboundGuard(
        vertx, OutboundConfig.of(loopback), DnsLookup.ofSystem(), OwnListeners.none());
  }

  private Registration registration() {
    return new Registration(
        "me", receiver.url(), List.of("*"), WebhookProfile.AUTO, Map.of(), SealedKey.Kind.HMAC);
  }

  @AfterEach
  void stop() {
    Waiting.get(vertx.close());
    Waiting.get(backend.close());
  }

  private void deliver(int from, int to) {
    for (int i = from; i < to; i++) {
      String body = "{\"data\":{},\"timestamp\":\"2026-11-25T07:00:00Z\",\"type\":\"task.failed\"}";
      DeliveryPayload payload =
          new DeliveryPayload("task.failed", body, "task_" + i, 1, "me", Optional.empty());
      Waiting.get(
          backend
              .outbox()
              .add(
                  List.of(
                      OutboxEntry.of(
                          "msg_" + String.format("%027d", i),
                          first.endpoint().id(),
                          payload.toJson(),
                          clock.instant()))));
    }
    WebhookVerticle.wake(vertx);
    Waiting.until(to + " deliveries", () -> receiver.received().size() == to);
  }

  private WebhookVerifier trusting(Secret... secrets) {
    WebhookVerifierBuilder builder = WebhookVerifier.builder().clock(clock);
    for (Secret secret : secrets) {
      builder.secret(WebhookSecret.parse(secret.reveal()));
    }
    return builder.build();
  }

  private long refused(WebhookVerifier verifier, int from) {
    return receiver.received().stream().skip(from).filter(one -> !isOf(verifier, one)).count();
  }

  private static boolean isOf(WebhookVerifier verifier, Received one) {
    try {
      verifier.verify(one.headers(), one.body().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }

  @Test
  void whoTrustsTheOldTheNewOrBothNoticesNothing() {
    // Given
    deliver(0, DELIVERIES / 2);

    // When
    Issued second =
        Waiting.get(endpoints.rotate(first.endpoint().id(), Optional.empty())).orElseThrow();
    deliver(DELIVERIES / 2, DELIVERIES);

    // Then
    assertThat(refused(trusting(first.key()), 0)).isZero();
    assertThat(refused(trusting(first.key(), second.key()), 0)).isZero();
    assertThat(refused(trusting(second.key()), DELIVERIES / 2)).isZero();
  }

  @Test
  void afterTheOverlapTheOldSecretIsWorthNothing() {
    // Given
    Issued second =
        Waiting.get(endpoints.rotate(first.endpoint().id(), Optional.empty())).orElseThrow();
    clock.advance(OVERLAP.plusSeconds(1));

    // When
    deliver(0, 10);

    // Then
    assertThat(refused(trusting(first.key()), 0)).isEqualTo(10);
    assertThat(refused(trusting(second.key()), 0)).isZero();
  }
}
