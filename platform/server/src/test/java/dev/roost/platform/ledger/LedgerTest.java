package dev.roost.platform.ledger;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.TaskSettings;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskMetrics;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.AuditEntry;
import dev.roost.spi.AuditStore;
import dev.roost.spi.Outcome;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageStore.Query;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");
  private static final Duration DAYS = Duration.ofDays(90);

  private final MemoryBackend state = new MemoryBackend(Duration.ofHours(1));
  private final LiveTasks tasks =
      new LiveTasks(
          "node1",
          new TaskSettings(
              10,
              Duration.ofSeconds(600),
              Duration.ofSeconds(50),
              Duration.ofSeconds(5),
              Duration.ofHours(24),
              true,
              Duration.ofSeconds(30),
              3),
          state);
  private Ledger ledger = ledger(true, true);

  private Ledger ledger(boolean usage, boolean audit) {
    Ledger made = new Ledger(new LedgerConfig(usage, DAYS, audit), state, Clock.systemUTC());
    tasks.listen(made::ended);
    return made;
  }

  @AfterEach
  void close() throws Exception {
    ledger.close().get();
    await(state.close());
  }

  private LiveTask accept(Payload payload) {
    return tasks.accept(Envelope.of(CLIENT, AGENT, payload), AGENT, "owner", Long.MAX_VALUE);
  }

  private static TaskRequest request() {
    return new TaskRequest("c", null, "run", new JsonObject(), null);
  }

  private Envelope answer(LiveTask task, String taskId, TaskMetrics metrics) {
    Envelope answer =
        task.request()
            .reply(AGENT, new TaskResponse(taskId, TaskStatus.COMPLETED, null, null, metrics));
    tasks.end(task, new Outcome.Answered(answer));
    return answer;
  }

  private static TaskMetrics metrics(Long in, Long out, Long used, Long calls) {
    return new TaskMetrics(77L, in, out, used, calls, new JsonObject());
  }

  private List<UsageEvent> usage() throws Exception {
    await(ledger.flush());
    return await(state.usage().query(Query.ALL, 99, 0));
  }

  @Test
  void whatATaskHasUsedIsRecorded() throws Exception {
    // Given
    LiveTask told = accept(request());
    LiveTask inAll = accept(request());

    // When
    answer(told, told.id(), metrics(1L, 2L, 9L, 3L));
    answer(inAll, inAll.id(), metrics(null, null, 9L, null));

    // Then
    List<UsageEvent> events = usage();
    assertThat(events).hasSize(2);
    UsageEvent event = events.get(0);
    assertThat(event.id()).matches("evt_[0-9A-Z]{26}");
    assertThat(event.taskId()).isEqualTo(told.id());
    assertThat(event.agentId()).isEqualTo(AGENT.value());
    assertThat(event.consumerId()).isEqualTo(CLIENT.value());
    assertThat(event.metrics().tokensIn()).isEqualTo(1);
    assertThat(event.metrics().tokensOut()).isEqualTo(2);
    assertThat(event.metrics().apiCalls()).isEqualTo(3);
    assertThat(event.metrics().durationMs()).isLessThan(60_000);
    assertThat(events.get(1).metrics().tokensOut()).isEqualTo(9);
  }

  @Test
  void onlyTaskRequestsThatWereAnsweredAsSuchHaveUsage() throws Exception {
    // Given
    LiveTask refused = accept(request());
    LiveTask nameless = accept(request());
    LiveTask other = accept(request());
    LiveTask message = accept(new TaskCancel("task_1", null));

    // When
    tasks.end(refused, new Outcome.Refused(RpcError.internalError()));
    answer(nameless, "", null);
    tasks.end(
        other, new Outcome.Answered(other.request().reply(AGENT, new TaskCancel("task_1", null))));
    answer(message, "task_1", null);

    // Then
    assertThat(usage()).isEmpty();
  }

  @Test
  void callsThatWereAnsweredAreLinesOfTheAuditLogInTheirOrder() throws Exception {
    // Given
    LiveTask first = accept(request());
    LiveTask refused = accept(request());
    LiveTask second = accept(new TaskCancel("task_1", null));

    // When
    Envelope answer = answer(first, first.id(), null);
    tasks.end(refused, new Outcome.Refused(RpcError.internalError()));
    answer(second, "task_1", null);

    // Then
    await(ledger.flush());
    List<AuditEntry> lines = await(state.audit().query(AuditStore.Query.ALL, 9, 0));
    assertThat(lines)
        .extracting(AuditEntry::operation)
        .containsExactly("task.request", "task.cancel");
    assertThat(lines.get(0).agentUrn()).isEqualTo(CLIENT.value());
    assertThat(lines.get(0).details())
        .isEqualTo(
            new JsonObject()
                .put("envelope_id", first.request().id())
                .put("response_id", answer.id())
                .put("agent_urn", CLIENT.value()));
    assertThat(await(state.audit().verify())).isEmpty();
  }

  @Test
  void longIdsAreCut() throws Exception {
    // Given
    Envelope request = Envelope.of(CLIENT, AGENT, request());
    String id = "x".repeat(255) + "\ud83d\ude00" + "y".repeat(9_000);
    LiveTask task = tasks.accept(withId(request, id), AGENT, "owner", Long.MAX_VALUE);

    // When
    answer(task, task.id(), null);

    // Then
    await(ledger.flush());
    assertThat(
            await(state.audit().query(AuditStore.Query.ALL, 9, 0))
                .get(0)
                .details()
                .getString("envelope_id"))
        .isEqualTo("x".repeat(255));
  }

  private static Envelope withId(Envelope envelope, String id) {
    return new Envelope(
        id,
        envelope.asapVersion(),
        envelope.timestamp(),
        envelope.sender(),
        envelope.recipient(),
        envelope.payloadType(),
        envelope.payload(),
        null,
        null,
        false,
        null);
  }

  @Test
  void whatIsNotAskedForIsNotWritten() throws Exception {
    // Given
    ledger.close().get();
    ledger = ledger(false, false);
    LiveTask task = accept(request());

    // When
    answer(task, task.id(), null);

    // Then
    assertThat(ledger.waiting()).isZero();
    assertThat(usage()).isEmpty();
    assertThat(await(state.audit().lastSequence())).isZero();
  }

  @Test
  void whatWaitsIsWrittenAtTheEnd() throws Exception {
    // Given
    LiveTask task = accept(request());
    answer(task, task.id(), null);
    assertThat(ledger.waiting()).isEqualTo(2);

    // When
    ledger.close().get();

    // Then
    assertThat(await(state.usage().count())).isEqualTo(1);
    assertThat(await(state.audit().lastSequence())).isEqualTo(1);
    assertThat(ledger.usageDropped()).isZero();
  }

  @Test
  void whatIsOldEnoughIsForgotten() throws Exception {
    // Given
    Instant now = Instant.now();
    Ledger later =
        new Ledger(
            new LedgerConfig(true, DAYS, false),
            state,
            Clock.fixed(now.plus(DAYS).plusSeconds(60), ZoneOffset.UTC));
    LiveTask task = accept(request());
    answer(task, task.id(), null);
    assertThat(usage()).hasSize(1);
    assertThat(await(ledger.purge())).isZero();

    // When
    long gone = await(later.purge());

    // Then
    assertThat(gone).isEqualTo(1);
    assertThat(usage()).isEmpty();
    later.close().get();
  }
}
