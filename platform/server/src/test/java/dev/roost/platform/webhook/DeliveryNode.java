package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.webhook.WebhookSecret;
import dev.roost.outbound.WayOut;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.spi.DeadLetter;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore.Counts;
import dev.roost.spi.Secret;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.Disabled;
import dev.roost.spi.WebhookEndpoint.Failing;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A node that delivers, with a database, and a clock that stands until it is moved. */
final class DeliveryNode {
  static final WebhookSecret SECRET = WebhookSecret.generate();
  static final String OWNER = "user-1";
  static final String BODY = "{\"data\":{\"id\":\"t\"},\"type\":\"task.completed\"}";

  private static final Sealer SEALER =
      Sealer.with(SealingKey.of(Secret.of(Base64.getEncoder().encodeToString(new byte[32]))));
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Vertx vertx;
  private final StateBackend backend;
  private final TestingClock clock;
  private final TestingOutbox outbox;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final WebhookMetrics metrics = new WebhookMetrics(registry);

  DeliveryNode(Vertx vertx, StateBackend backend, TestingClock clock) {
    this.vertx = vertx;
    this.backend = backend;
    this.clock = clock;
    this.outbox = new TestingOutbox(backend.outbox());
  }

  /** Begins to deliver; answers what ends it. */
  String deploy(WayOut out, DeliverySettings settings) {
    KnownTargets targets =
        new KnownTargets(
            backend.endpoints(), SEALER, Duration.ofHours(24), DeliveryProfile.DURABLE, clock);
    return Waiting.get(
        vertx.deployVerticle(new WebhookVerticle(outbox, targets, out, settings, clock, metrics)));
  }

  void undeploy(String deployment) {
    Waiting.get(vertx.undeploy(deployment));
  }

  TestingOutbox outbox() {
    return outbox;
  }

  SimpleMeterRegistry registry() {
    return registry;
  }

  /** Adds an endpoint for everything; answers its id. */
  String endpoint(String url, WebhookProfile profile) {
    return endpoint(url, profile, List.of("*"));
  }

  String endpoint(String url, WebhookProfile profile, List<String> events) {
    String id = "we_" + NUMBERS.incrementAndGet();
    SealedKey key =
        new SealedKey(
            SEALER.seal(SECRET.reveal()), SealedKey.Kind.HMAC, clock.instant(), Optional.empty());
    Waiting.get(
        backend
            .endpoints()
            .add(
                new WebhookEndpoint(
                    id,
                    OWNER,
                    url,
                    events,
                    profile,
                    List.of(key),
                    Map.of("X-Tenant", "t0k3n-of-a-tenant"),
                    Optional.empty(),
                    Optional.empty(),
                    clock.instant(),
                    1)));
    return id;
  }

  WebhookEndpoint endpoint(String id) {
    return Waiting.get(backend.endpoints().find(id)).orElseThrow();
  }

  /** Changes what stands in the way of deliveries to an endpoint. */
  void change(String id, Optional<Disabled> disabled, Optional<Failing> failing) {
    WebhookEndpoint now = endpoint(id);
    WebhookEndpoint next =
        new WebhookEndpoint(
            id,
            now.owner(),
            now.url(),
            now.events(),
            now.profile(),
            now.keys(),
            now.headers(),
            disabled,
            failing,
            now.createdAt(),
            now.version() + 1);
    assertThat(Waiting.get(backend.endpoints().replace(next))).isTrue();
  }

  /** An event for an endpoint that is due now. */
  OutboxEntry event(String target, String type, String task, long sequence) {
    return event(target, new DeliveryPayload(type, BODY, task, sequence, OWNER, Optional.empty()));
  }

  /** An event for a callback that is due now. */
  OutboxEntry callback(String url, Optional<String> secret) {
    DeliveryPayload.Callback callback = new DeliveryPayload.Callback(url, secret.map(SEALER::seal));
    return event(
        "cb_" + url.hashCode(),
        new DeliveryPayload("task.completed", BODY, "task_1", 1, OWNER, Optional.of(callback)));
  }

  private OutboxEntry event(String target, DeliveryPayload payload) {
    String id = "msg_" + String.format("%027d", NUMBERS.incrementAndGet());
    return OutboxEntry.of(id, target, payload.toJson(), tick());
  }

  /** A moment later than all before. */
  private Instant tick() {
    clock.advance(Duration.ofNanos(1_000));
    return clock.instant();
  }

  /** Accepts events and says so. */
  void accept(List<OutboxEntry> entries) {
    Waiting.get(backend.outbox().add(entries));
    WebhookVerticle.wake(vertx);
  }

  /** Accepts a completed task; answers the delivery's id. */
  String accept(String target) {
    OutboxEntry entry = event(target, "task.completed", "task_" + NUMBERS.incrementAndGet(), 1);
    accept(List.of(entry));
    return entry.id();
  }

  Counts counts() {
    return Waiting.get(backend.outbox().counts());
  }

  /** Lets time go by in steps until something is so. */
  void pass(Duration step, String what, BooleanSupplier condition) {
    Waiting.until(
        what,
        () -> {
          if (condition.getAsBoolean()) {
            return true;
          }
          clock.advance(step);
          WebhookVerticle.wake(vertx);
          LockSupport.parkNanos(5_000_000);
          return false;
        });
  }

  /** Waits until nothing is pending; nothing may have got lost. */
  void settled() {
    Waiting.until("nothing is pending", () -> counts().pending() == 0);
    accounted();
  }

  /** W11: everything that was accepted is somewhere, and the metrics say the same. */
  void accounted() {
    Waiting.get(metrics.refresh(backend.outbox()));
    Counts counts = counts();
    assertThat(counts.accepted())
        .isEqualTo(
            counts.delivered()
                + counts.dead()
                + counts.purged()
                + counts.filtered()
                + counts.pending());
    Waiting.until(
        "the metrics add up",
        () ->
            counter("accepted")
                == counter("delivered") + counter("filtered") + gauge("dead") + gauge("pending"));
  }

  double counter(String name) {
    return registry.get("roost.webhook." + name).functionCounter().count();
  }

  double gauge(String name) {
    return registry.get("roost.webhook." + name).gauge().value();
  }

  List<DeadLetter> letters() {
    return new ArrayList<>(
        Waiting.get(backend.deadLetters().list(Optional.empty(), Optional.empty(), 100)));
  }

  /** What is pending, as it is kept. */
  List<JsonObject> pending() {
    return Waiting.get(backend.transfer().read(StateKind.OUTBOX, "", 100)).stream()
        .map(StateRow::value)
        .toList();
  }

  /** When something is due again, from now on. */
  Duration wait(JsonObject pending) {
    return Duration.between(
        clock.instant(), Instant.EPOCH.plus(pending.getLong("due"), ChronoUnit.MICROS));
  }
}
