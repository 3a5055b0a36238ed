package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.webhook.WebhookSigner;
import dev.roost.outbound.WayOut;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.platform.webhook.TestingReceiver.Received;
import dev.roost.spi.DeadLetter;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.StateBackend;
import dev.roost.spi.WebhookEndpoint.Disabled;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of deliveries, with a real database and real receivers. */
abstract class DeliveryScenarios {
  private static final int MANY_A_SECOND = 1_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final TestingClock clock = new TestingClock();
  private final WayOut out = Ways.toThisMachine(vertx);

  /** Where the clock leaps over months, what was taken is to stay so. */
  private final DeliverySettings settings =
      Samples.leased(
          Samples.with(Samples.settings(), Duration.ofSeconds(15), MANY_A_SECOND),
          Duration.ofDays(365));

  private StateBackend backend;
  private DeliveryNode node;
  private TestingReceiver receiver;

  abstract StateBackend open(TestingClock clock);

  @BeforeEach
  void start() {
    backend = open(clock);
    node = new DeliveryNode(vertx, backend, clock);
    receiver = TestingReceiver.start(vertx);
  }

  @AfterEach
  void stop() {
    node.accounted();
    Waiting.get(vertx.close());
    Waiting.get(backend.close());
  }

  @Test
  void anEventIsDeliveredOnceAndSigned() {
    // Given
    node.deploy(out, settings);
    String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);

    // When
    String id = node.accept(target);

    // Then
    node.settled();
    assertThat(receiver.ids()).containsExactly(id);
    assertSigned(receiver.received().get(0));
    assertThat(node.counts().delivered()).isEqualTo(1);
    assertThat(node.registry().get("roost.webhook.attempts").tag("outcome", "delivered").timer())
        .matches(timer -> timer.count() == 1);
  }

  private static void assertSigned(Received received) {
    Instant at = Instant.ofEpochSecond(Long.parseLong(received.headers().get("webhook-timestamp")));
    byte[] body = received.body().getBytes(StandardCharsets.UTF_8);
    Map<String, String> expected =
        WebhookSigner.of(List.of(DeliveryNode.SECRET)).headers(received.id(), at, body);
    assertThat(expected).containsKeys("webhook-signature", "X-ASAP-Signature");
    expected.forEach((name, value) -> assertThat(received.headers().get(name)).isEqualTo(value));
    assertThat(received.body()).isEqualTo(DeliveryNode.BODY);
  }

  @Test
  void aCallbackGoesWhereTheRequestSaid() {
    // Given
    node.deploy(out, settings);

    // When
    node.accept(
        List.of(
            node.callback(receiver.url(), Optional.of(DeliveryNode.SECRET.reveal())),
            node.callback(receiver.url() + "&unsigned", Optional.empty())));

    // Then
    node.settled();
    assertThat(receiver.received()).hasSize(2);
    Map<Boolean, List<Received>> bySecret = new HashMap<>();
    receiver
        .received()
        .forEach(
            one ->
                bySecret
                    .computeIfAbsent(
                        one.headers().contains("webhook-signature"), key -> new ArrayList<>())
                    .add(one));
    assertSigned(bySecret.get(true).get(0));
    assertThat(bySecret.get(false).get(0).headers().contains("X-ASAP-Signature")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"ASAP", "DURABLE"})
  void whatFailsIsTriedByItsScheduleWithTheSameIdAndThenGivenUp(WebhookProfile profile) {
    // Given
    receiver.answers(
        (what, how) -> how.setStatusCode(503).end("tired of " + what.headers().get("X-Tenant")));
    node.deploy(out, settings);
    String id = node.accept(node.endpoint(receiver.url(), profile));
    Duration step = Duration.ofSeconds(profile == WebhookProfile.ASAP ? 1 : 3_600);

    // When
    node.pass(step, "it is given up", () -> node.counts().dead() == 1);

    // Then
    int attempts = DeliveryProfile.valueOf(profile.name()).attempts();
    assertThat(receiver.ids()).hasSize(attempts).containsOnly(id);
    receiver.received().forEach(DeliveryScenarios::assertSigned);
    assertThat(receiver.received().stream().map(one -> one.headers().get("webhook-timestamp")))
        .doesNotHaveDuplicates();
    DeadLetter letter = node.letters().get(0);
    assertThat(letter.entry().id()).isEqualTo(id);
    assertThat(letter.entry().attempts()).isEqualTo(attempts);
    assertThat(letter.entry().lastError()).contains("status 503: tired of ***");
    assertThat(node.registry().get("roost.webhook.retried").counter().count())
        .isEqualTo(attempts - 1);
  }

  @Test
  void aLetterThatIsReplayedKeepsItsId() {
    // Given
    receiver.answers(404);
    node.deploy(out, settings);
    String id = node.accept(node.endpoint(receiver.url(), WebhookProfile.ASAP));
    node.settled();
    receiver.answers(204);

    // When
    Waiting.get(backend.deadLetters().replay(id));

    // Then
    node.settled();
    assertThat(receiver.ids()).containsExactly(id, id);
    assertThat(node.counts().delivered()).isEqualTo(1);
    assertThat(node.letters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 413, 422, 451})
  void aRefusalIsFinalInTheReferencesProfile(int status) {
    // Given
    receiver.answers(status);
    node.deploy(out, settings);

    // When
    node.accept(node.endpoint(receiver.url(), WebhookProfile.ASAP));

    // Then
    node.settled();
    assertThat(receiver.received()).hasSize(1);
    assertThat(node.letters().get(0).reason()).isEqualTo("status " + status);
  }

  @ParameterizedTest
  @CsvSource({
    "301, ASAP",
    "302, DURABLE",
    "404, DURABLE",
    "408, ASAP",
    "425, ASAP",
    "429, ASAP",
    "500, ASAP",
    "502, DURABLE",
    "503, ASAP",
    "504, DURABLE"
  })
  void whatMayPassIsDueAgainAfterTheFirstStep(int status, WebhookProfile profile) {
    // Given
    receiver.answers(status);
    node.deploy(out, settings);
    double step = profile == WebhookProfile.ASAP ? 1 : 5;

    // When
    node.accept(node.endpoint(receiver.url(), profile));

    // Then
    JsonObject pending = failedOnce();
    assertThat(pending.getString("last_error")).isEqualTo("status " + status);
    assertThat(node.wait(pending).toMillis() / 1_000.0).isBetween(0.799 * step, 1.2 * step);
    assertThat(receiver.received()).hasSize(1);
  }

  private JsonObject failedOnce() {
    Waiting.until(
        "an attempt was written down",
        () -> node.pending().stream().anyMatch(one -> one.getInteger("attempts") == 1));
    return node.pending().get(0);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "7, 7", "3600, 10", "soon, 5"})
  void whatAReceiverAsksForIsHeededBetweenOneAndTwoSteps(String asked, double seconds) {
    // Given
    receiver.answers((what, how) -> how.setStatusCode(503).putHeader("Retry-After", asked).end());
    node.deploy(out, settings);

    // When
    node.accept(node.endpoint(receiver.url(), WebhookProfile.DURABLE));

    // Then
    double jitter = asked.equals("soon") ? 0.2 : 0;
    assertThat(node.wait(failedOnce()).toMillis() / 1_000.0)
        .isBetween(seconds * (1 - jitter) - 0.01, seconds * (1 + jitter));
  }

  @Test
  void whoIsGoneIsDisabledAtOnceAndHisBacklogIsKept() {
    // Given
    receiver.answers(410);
    node.deploy(out, settings);
    String target = node.endpoint(receiver.url(), WebhookProfile.DURABLE);

    // When
    node.accept(target);

    // Then
    node.settled();
    assertThat(node.letters().get(0).reason()).isEqualTo("status 410");
    assertThat(node.endpoint(target).disabled())
        .hasValueSatisfying(disabled -> assertThat(disabled.reason()).contains("410"));
    node.accept(target);
    Waiting.until("it is set aside", () -> wait(node.pending()) > 0);
    assertThat(receiver.received()).hasSize(1);
  }

  /** How long the first of them is not due. */
  private long wait(List<JsonObject> pending) {
    Duration wait = node.wait(pending.get(0));
    // what is taken is not due for the length of a lease
    return wait.compareTo(Duration.ofSeconds(11)) > 0 ? 0 : wait.toMillis();
  }

  @Test
  void whoFailsForThreeDaysIsDisabledAndGetsHisBacklogWhenHeIsBack() {
    // Given
    receiver.answers(500);
    node.deploy(out, settings);
    String target = node.endpoint(receiver.url(), WebhookProfile.DURABLE);
    String id = node.accept(target);
    List<String> later = new ArrayList<>();

    // When
    node.pass(
        Duration.ofHours(1),
        "it is disabled",
        () -> {
          if (later.size() < 40 && receiver.received().size() >= 8) {
            later.add(node.accept(target));
          }
          return node.endpoint(target).disabled().isPresent();
        });

    // Then
    assertThat(node.endpoint(target).disabled().get().reason())
        .isEqualTo("nothing but failures for 72 hours");
    node.accounted();
    receiver.answers(204);
    int before = receiver.received().size();
    node.pass(
        Duration.ofMinutes(10),
        "looked at again",
        () ->
            clock
                .instant()
                .isAfter(node.endpoint(target).disabled().get().since().plus(Duration.ofHours(3))));
    assertThat(receiver.received()).hasSize(before);
    node.change(target, Optional.empty(), Optional.empty());
    node.pass(Duration.ofHours(1), "all is delivered", () -> node.counts().pending() == 0);
    List<String> all = new ArrayList<>(later);
    all.add(id);
    assertThat(receiver.ids()).containsAll(later);
    assertThat(node.counts().delivered() + node.counts().dead()).isEqualTo(all.size());
  }

  @Test
  void aSuccessEndsTheTimeOfFailures() {
    // Given
    receiver.answers(500);
    node.deploy(out, settings);
    String target = node.endpoint(receiver.url(), WebhookProfile.DURABLE);
    node.accept(target);
    Waiting.until("it fails", () -> node.endpoint(target).failing().isPresent());

    // When
    receiver.answers(204);

    // Then
    node.pass(Duration.ofSeconds(1), "it works", () -> node.counts().pending() == 0);
    assertThat(node.endpoint(target).failing()).isEmpty();
  }

  @Test
  void theBacklogOfADisabledEndpointIsGivenUpAfterThirtyDays() {
    // Given
    node.deploy(out, settings);
    String target = node.endpoint(receiver.url(), WebhookProfile.DURABLE);
    node.change(
        target, Optional.of(new Disabled(clock.instant(), "by an operator")), Optional.empty());
    Instant accepted = clock.instant();

    // When
    node.accept(target);

    // Then
    node.pass(Duration.ofHours(6), "it is given up", () -> node.counts().dead() == 1);
    assertThat(clock.instant()).isAfter(accepted.plus(Duration.ofDays(30)));
    assertThat(node.letters().get(0).reason()).isEqualTo("the endpoint was disabled for too long");
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void whatIsForNobodyIsGivenUp() {
    // Given
    node.deploy(out, settings);

    // When
    node.accept("we_gone");

    // Then
    node.settled();
    assertThat(node.letters().get(0).reason()).isEqualTo("there is no such endpoint");
  }

  @Test
  void whatNobodyCanReadIsGivenUp() {
    // Given
    node.deploy(out, settings);

    // When
    node.accept(
        List.of(OutboxEntry.of("msg_odd", "we_1", new JsonObject().put("a", 1), clock.instant())));

    // Then
    node.settled();
    assertThat(node.letters().get(0).reason()).isEqualTo("the delivery is not readable");
  }

  @Test
  void whatAnEndpointDoesNotWantAnyMoreIsFiltered() {
    // Given
    node.deploy(out, settings);
    List<String> types =
        List.of("task.completed", "task.progress", "artifact.ready", "task", "tasks.completed");
    List<String> exact = endpoints("task.completed");
    List<String> prefix = endpoints("task.*");
    List<OutboxEntry> events =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    node.event(
                        (i % 2 == 0 ? exact : prefix).get(i / 2 % 10),
                        types.get(i % 5),
                        "task_" + i,
                        1))
            .toList();

    // When
    for (int i = 0; i < events.size(); i += 500) {
      node.accept(events.subList(i, i + 500));
    }

    // Then
    node.settled();
    List<String> wanted =
        events.stream()
            .filter(event -> isWanted(event, exact))
            .map(OutboxEntry::id)
            .sorted()
            .toList();
    assertThat(receiver.ids().stream().sorted().toList()).isEqualTo(wanted);
    assertThat(node.counts().filtered()).isEqualTo(10_000 - wanted.size());
  }

  private List<String> endpoints(String events) {
    return IntStream.range(0, 10)
        .mapToObj(i -> node.endpoint(receiver.url(), WebhookProfile.AUTO, List.of(events)))
        .toList();
  }

  private static boolean isWanted(OutboxEntry event, List<String> exact) {
    String type = event.payload().getString("type");
    return type.equals("task.completed")
        || !exact.contains(event.destination()) && type.startsWith("task.");
  }

  @Test
  void theOrderWithinATaskIsKeptWhileNothingFails() {
    // Given
    int perTask = 4;
    List<String> targets =
        IntStream.range(0, 5)
            .mapToObj(i -> node.endpoint(receiver.url(), WebhookProfile.AUTO))
            .toList();
    List<OutboxEntry> events = new ArrayList<>();
    for (int sequence = 0; sequence < perTask; sequence++) {
      for (int task = 0; task < 1_000; task++) {
        events.add(node.event(targets.get(task % 5), "task.progress", "task_" + task, sequence));
      }
    }
    Map<String, OutboxEntry> byId = new HashMap<>();
    events.forEach(event -> byId.put(event.id(), event));

    // When
    node.deploy(out, settings);
    for (int i = 0; i < events.size(); i += 100) {
      node.accept(events.subList(i, i + 100));
    }

    // Then
    node.settled();
    Map<String, List<Long>> sequences = new HashMap<>();
    receiver.ids().stream()
        .map(id -> byId.get(id).payload())
        .forEach(
            payload ->
                sequences
                    .computeIfAbsent(payload.getString("task_id"), key -> new ArrayList<>())
                    .add(payload.getLong("sequence")));
    assertThat(sequences).hasSize(1_000);
    assertThat(sequences.values())
        .allSatisfy(ofTask -> assertThat(ofTask).containsExactly(0L, 1L, 2L, 3L));
  }

  @Test
  void eventsOfOneMomentComeInTheOrderOfTheirTask() {
    // Given
    String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);
    OutboxEntry third = node.event(target, "task.completed", "task_1", 3);
    OutboxEntry first = node.event(target, "task.started", "task_1", 1);
    OutboxEntry second = node.event(target, "task.progress", "task_1", 2);
    List<OutboxEntry> sameMoment =
        List.of(third, first, second).stream()
            .map(one -> OutboxEntry.of(one.id(), one.destination(), one.payload(), clock.instant()))
            .toList();

    // When
    node.accept(sameMoment);
    node.deploy(out, settings);

    // Then
    node.settled();
    assertThat(receiver.ids()).containsExactly(first.id(), second.id(), third.id());
  }

  @Test
  void aSlowTargetHasEightAttemptsAtATimeAndDelaysNobody() {
    // Given
    TestingReceiver slow = TestingReceiver.start(vertx);
    slow.answers((what, how) -> {});
    String slowly = node.endpoint(slow.url(), WebhookProfile.AUTO);
    String quickly = node.endpoint(receiver.url(), WebhookProfile.AUTO);
    List<OutboxEntry> events = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> events.add(node.event(slowly, "task.failed", "s" + i, 1)));
    IntStream.range(0, 50).forEach(i -> events.add(node.event(quickly, "task.failed", "q" + i, 1)));

    // When
    String deployment = node.deploy(out, bounded(500, 8));
    node.accept(events);

    // Then
    Waiting.until("the others have theirs", () -> node.counts().delivered() == 50);
    assertThat(slow.received()).hasSize(8);
    node.accounted();
    node.undeploy(deployment);
    assertThat(slow.received()).hasSize(8);
  }

  @Test
  void attemptsAtTheSameTimeAreBounded() {
    // Given
    AtomicInteger here = new AtomicInteger();
    receiver.answers((what, how) -> here.incrementAndGet());
    DeliverySettings few = bounded(20, 5);
    List<OutboxEntry> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);
      for (int task = 0; task < 10; task++) {
        events.add(node.event(target, "task.failed", "task_" + task, 1));
      }
    }

    // When
    String deployment = node.deploy(out, few);
    node.accept(events);

    // Then
    Waiting.until("all room is taken", () -> here.get() == 20);
    node.undeploy(deployment);
    assertThat(receiver.received()).hasSize(20);
    assertThat(node.counts().pending()).isEqualTo(100);
  }

  @Test
  void whatIsHeldOfBodiesIsBounded() {
    // Given
    List<HttpServerResponse> open = new CopyOnWriteArrayList<>();
    receiver.answers((what, how) -> open.add(how));
    int bytes = DeliveryNode.BODY.length();
    List<OutboxEntry> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);
      events.add(node.event(target, "task.failed", "task_1", 1));
    }

    // When
    node.deploy(out, bounded(500, 8, 3L * bytes));
    node.accept(events);

    // Then
    for (int answered = 0; answered < 20; answered++) {
      int begun = Math.min(20, answered + 3);
      int one = answered;
      Waiting.until("another has room", () -> open.size() == begun);
      vertx.runOnContext(turn -> open.get(one).end());
    }
    node.settled();
    assertThat(receiver.ids()).hasSize(20).doesNotHaveDuplicates();
  }

  private DeliverySettings bounded(int inFlight, int perTarget) {
    return bounded(inFlight, perTarget, settings.heldBytes());
  }

  private DeliverySettings bounded(int inFlight, int perTarget, long heldBytes) {
    return new DeliverySettings(
        settings.attempt(),
        Duration.ofSeconds(60),
        settings.readBytes(),
        settings.keptBytes(),
        inFlight,
        perTarget,
        settings.waiting(),
        heldBytes,
        settings.perSecond(),
        settings.burst(),
        Duration.ofMillis(200),
        settings.backlog(),
        settings.userAgent());
  }

  @Test
  void aTargetIsAskedNoMoreThanItsRateAllows() {
    // Given
    int rate = 20;
    String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);
    assertRate(rate, i -> node.event(target, "task.failed", "task_" + i, 1));
  }

  @Test
  void neitherAreTargetsOfOneHostTogether() {
    int rate = 20;
    assertRate(rate, i -> node.callback(receiver.url() + "&n=" + i, Optional.empty()));
  }

  /** In no time that has passed more than the burst and what was due meanwhile. */
  private void assertRate(int rate, IntFunction<OutboxEntry> event) {
    // Given
    List<OutboxEntry> events = IntStream.range(0, 3 * rate).mapToObj(event).toList();
    node.deploy(out, Samples.with(Samples.settings(), Duration.ofSeconds(15), rate));
    long began = System.nanoTime();

    // When
    node.accept(events);

    // Then
    node.settled();
    List<Received> all = receiver.received();
    assertThat(all).hasSize(3 * rate);
    for (int i = 0; i < all.size(); i++) {
      double seconds = (all.get(i).atNanos() - began) / 1e9;
      assertThat((double) i).isLessThanOrEqualTo(rate + rate * seconds + 1);
    }
  }

  @Test
  void aTargetThatTurnsInwardIsRefusedAtTheNextAttempt() {
    // Given
    TestingInternet internet = TestingInternet.start(vertx);
    internet.leads("127.0.0.2");
    internet.outside().answers(500);
    node.deploy(internet.out(), settings);
    String id = node.accept(node.endpoint(internet.url(), WebhookProfile.DURABLE));
    failedOnce();

    // When
    internet.leads("127.0.0.3");
    node.pass(
        Duration.ofSeconds(1),
        "it is tried again",
        () -> node.pending().get(0).getInteger("attempts") == 2);

    // Then
    assertThat(node.pending().get(0).getString("last_error")).isEqualTo("the URL cannot be used");
    assertThat(internet.inside().connections()).isZero();
    internet.outside().answers(204);
    internet.leads("127.0.0.2");
    node.pass(Duration.ofSeconds(30), "it is delivered", () -> node.counts().pending() == 0);
    assertThat(internet.outside().ids()).containsExactly(id, id);
    assertThat(internet.inside().connections()).isZero();
  }

  @Test
  void whatACrashedNodeHadIsDeliveredByAnotherUnderTheSameId() {
    // Given
    receiver.answers((what, how) -> {});
    String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);
    String crashing = node.deploy(out, bounded(500, 8));
    List<String> ids = IntStream.range(0, 5).mapToObj(i -> node.accept(target)).toList();
    Waiting.until("all are on their way", () -> receiver.received().size() == 5);
    node.outbox().away(true);
    node.undeploy(crashing);
    receiver.answers(204);
    DeliveryNode other = new DeliveryNode(vertx, backend, clock);

    // When
    other.deploy(out, settings);

    // Then
    assertThat(other.counts().pending()).isEqualTo(5);
    other.pass(
        Duration.ofSeconds(10), "the leases have lapsed", () -> other.counts().pending() == 0);
    assertThat(receiver.ids()).hasSize(10);
    assertThat(new HashSet<>(receiver.ids())).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(other.counts().delivered()).isEqualTo(5);
    node.outbox().away(false);
  }

  @Test
  void whoStopsBeginsNothingMoreAndGivesTheRestBack() {
    // Given
    List<Runnable> answers = new CopyOnWriteArrayList<>();
    receiver.answers((what, how) -> answers.add(() -> how.end()));
    String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);
    String deployment = node.deploy(out, settings);
    List<OutboxEntry> events =
        IntStream.range(0, 20)
            .mapToObj(i -> node.event(target, "task.failed", "t" + i, 1))
            .toList();
    node.accept(events);
    Waiting.until("eight are on their way", () -> answers.size() == 8);

    // When
    Future<Void> stopped = vertx.undeploy(deployment);
    Waiting.until(
        "the others are due again",
        () -> node.pending().stream().filter(one -> node.wait(one).toNanos() <= 0).count() == 12);
    answers.forEach(Runnable::run);

    // Then
    Waiting.get(stopped);
    assertThat(node.counts().delivered()).isEqualTo(8);
    assertThat(receiver.received()).hasSize(8);
    assertThat(node.pending()).allMatch(one -> one.getInteger("attempts") == 0);
    receiver.answers(204);
    node.deploy(out, settings);
    node.settled();
    assertThat(receiver.ids()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void whileTheDatabaseIsAwayNothingIsLostAndNothingIsTriedTwice() {
    // Given
    List<Runnable> answers = new CopyOnWriteArrayList<>();
    receiver.answers((what, how) -> answers.add(() -> how.end()));
    String target = node.endpoint(receiver.url(), WebhookProfile.AUTO);
    node.deploy(out, settings);
    String first = node.accept(target);
    Waiting.until("one is on its way", () -> answers.size() == 1);
    node.outbox().away(true);
    answers.get(0).run();
    String second = node.accept(target);
    Waiting.until("the database was asked", () -> node.outbox().refused() > 2);

    // When
    node.outbox().away(false);

    // Then
    Waiting.until("the second is on its way", () -> answers.size() == 2);
    answers.get(1).run();
    node.settled();
    assertThat(receiver.ids()).containsExactly(first, second);
  }
}
