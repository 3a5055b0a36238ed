package dev.roost.platform.http;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.TaskContext;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.platform.task.DurableAgents;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Skill;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.Admission;
import dev.roost.spi.Lease;
import dev.roost.spi.Principal;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateException.Reason;
import dev.roost.spi.StateKind;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that a process has left which is no longer there. */
class TakeoverTest {
  private static final AgentUrn URN = AgentUrn.of("urn:asap:agent:patient");
  private static final AgentUrn CLIENT = AgentUrn.of(Requests.CLIENT);
  private static final String ID = "task_01M889QB210NB2Y40VX80SG90F_gone";
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestAgent.Gate gate = new TestAgent.Gate();
  @TempDir private Path folder;
  private StateBackend state;
  private TestNode node;

  @BeforeEach
  void open() {
    state =
        SqliteBackend.open(
            SqliteSettings.of(folder.resolve("roost.db")), StateSettings.of(HOUR, HOUR));
  }

  @AfterEach
  void stop() throws Exception {
    gate.open();
    node.close();
    await(state.close());
  }

  private AgentSpec.Builder agent() {
    return AgentSpec.builder(URN.value())
        .skill(Skill.of("again", "Tells which run it is"), TakeoverTest::again)
        .skill(Skill.of("wait", "Waits at the gate"), task -> gate.pass());
  }

  private static Future<JsonObject> again(TaskContext task) {
    return task.state()
        .load()
        .map(
            saved ->
                new JsonObject()
                    .put("attempt", task.attempt())
                    .put("saved", saved.map(StateSnapshot::data).orElse(null)));
  }

  private void start(TestNode.Builder wanted) {
    node = wanted.state(state).start();
  }

  private void startWithAgent(TestNode.Builder wanted) {
    start(wanted);
    node.add(agent().build(), ThreadingModel.EVENT_LOOP);
  }

  /** As if a process had run it so often, and ended. */
  private Lease leave(String skill, int attempt, Instant deadline) throws Exception {
    TaskRequest asked = new TaskRequest("c", null, skill, new JsonObject(), null);
    Envelope request = Envelope.of(CLIENT, URN, asked);
    TaskWork work = new TaskWork(request, deadline, attempt, Optional.empty(), Optional.empty());
    TaskRecord record = record(TaskStatus.SUBMITTED, request.id(), Optional.of(work));
    TaskUpdate submitted =
        new TaskUpdate(ID, UpdateType.STATUS_CHANGE, TaskStatus.SUBMITTED, null, null);
    List<TaskEvent> log = List.of(new TaskEvent(1, Instant.now(), submitted));
    Admission admission = await(state.tasks().admit(record, log, "hash", "gone", Duration.ZERO));
    return ((Admission.Taken) admission).lease();
  }

  private Lease leave(String skill, int attempt) throws Exception {
    return leave(skill, attempt, Instant.now().plus(HOUR));
  }

  private static TaskRecord record(TaskStatus status, String requestId, Optional<TaskWork> work) {
    Instant before = Instant.now().minusSeconds(5);
    Task task = new Task(ID, "c", null, status, 0, null, before, before);
    String owner = Principal.ANONYMOUS.subject();
    return new TaskRecord(task, URN, CLIENT, owner, requestId, 1, Optional.empty(), work);
  }

  private JsonObject page() {
    return node.get("/asap/tasks/" + ID).json();
  }

  private String status() {
    return page().getJsonObject("task").getString("status");
  }

  private JsonObject error() {
    TestPlatform.await(() -> status().equals("failed"));
    return page().getJsonObject("error");
  }

  @Test
  void itIsRunAgainWithTheStateThatItSaved() throws Exception {
    // Given
    Lease lease = leave("again", 1);
    JsonObject saved = new JsonObject().put("step", 7);
    await(state.snapshots().save(lease, saved, true));

    // When
    startWithAgent(TestNode.with());

    // Then
    TestPlatform.await(() -> status().equals("completed"));
    assertThat(page().getJsonObject("result"))
        .isEqualTo(new JsonObject().put("attempt", 2).put("saved", saved));
    assertThat(await(state.tasks().lapsed(10))).isEmpty();
  }

  @Test
  void itsLogGoesOnBehindWhateverReadersHaveSeen() throws Exception {
    // Given
    leave("again", 1);
    startWithAgent(TestNode.with());
    TestPlatform.await(() -> status().equals("completed"));
    Duration atLeast = Duration.ofSeconds(5);

    // When
    List<TaskEvent> log = await(state.events().read(ID, 0, 100));

    // Then
    assertThat(log).hasSize(4);
    assertThat(log.get(0).sequence()).isEqualTo(1);
    assertThat(log.get(1).sequence()).isGreaterThan(atLeast.toNanos() / 1_000);
    assertThat(log)
        .extracting(event -> event.payload().getClass().getSimpleName())
        .containsExactly("TaskUpdate", "TaskUpdate", "TaskUpdate", "TaskResponse");
    assertThat(log.get(2).sequence()).isEqualTo(log.get(1).sequence() + 1);
  }

  @Test
  void itWaitsForItsAgent() throws Exception {
    // Given
    leave("again", 1);
    start(TestNode.with());
    Lease untouched = await(state.tasks().lapsed(10)).get(0);
    TestPlatform.await(() -> status().equals("submitted"));

    // When
    node.add(agent().build(), ThreadingModel.EVENT_LOOP);

    // Then
    TestPlatform.await(() -> status().equals("completed"));
    assertThat(untouched.fence()).isEqualTo(1);
    assertThat(page().getJsonObject("result").getInteger("attempt")).isEqualTo(2);
  }

  @Test
  void withoutItsAgentItFailsAtItsDeadline() throws Exception {
    // Given
    leave("again", 1, Instant.now().plusMillis(1_500));

    // When
    start(TestNode.with());

    // Then
    assertThat(status()).isEqualTo("submitted");
    assertThat(error().getInteger("code")).isEqualTo(-32033);
  }

  @Test
  void pastItsDeadlineItIsNotRunAgain() throws Exception {
    // Given
    leave("again", 1, Instant.now().minusSeconds(1));

    // When
    startWithAgent(TestNode.with());

    // Then
    assertThat(error().getInteger("code")).isEqualTo(-32033);
  }

  @Test
  void whatWasRunTooOftenFails() throws Exception {
    // Given
    leave("again", 2);

    // When
    startWithAgent(TestNode.with().lease(Duration.ofSeconds(30), 2));

    // Then
    assertThat(error().getInteger("code")).isEqualTo(-32034);
    assertThat(error().getString("message")).contains("run 2 times");
  }

  @Test
  void theOperatorCanHaveAnAgentRunNothingTwice() throws Exception {
    // Given
    leave("again", 1);

    // When
    startWithAgent(TestNode.with().durable(new DurableAgents(Set.of(), Set.of(URN))));

    // Then
    assertThat(error().getString("message")).contains("interrupted", "runs no task twice");
  }

  @Test
  void anAgentCanRefuseToRunATaskTwice() throws Exception {
    // Given
    leave("again", 1);
    start(TestNode.with());

    // When
    node.add(agent().notRestartable().build(), ThreadingModel.EVENT_LOOP);

    // Then
    assertThat(error().getInteger("code")).isEqualTo(-32034);
    assertThat(error().getString("message")).contains("interrupted", "runs no task twice");
  }

  @Test
  void aTaskThatWasNotDurableFailsToo() throws Exception {
    // Given
    await(state.tasks().save(record(TaskStatus.WORKING, "env-1", Optional.empty())));
    await(state.tasks().acquire(ID, "gone", Duration.ZERO));

    // When
    startWithAgent(TestNode.with());

    // Then
    assertThat(error().getString("message")).contains("interrupted", "not durable");
    assertThat(await(state.tasks().lapsed(10))).isEmpty();
  }

  @Test
  void theLateEndOfItsFormerHolderIsRefused() throws Exception {
    // Given
    Lease lease = leave("wait", 1);
    startWithAgent(TestNode.with());
    TestPlatform.await(() -> gate.size() == 1);

    // When
    assertFails(
        state
            .tasks()
            .commit(
                TaskChange.of(record(TaskStatus.COMPLETED, "r", Optional.empty()), List.of())
                    .under(lease)),
        Reason.LEASE_LOST);

    // Then
    assertFails(state.snapshots().save(lease, new JsonObject(), true), Reason.LEASE_LOST);
    assertThat(status()).isEqualTo("working");
  }

  @Test
  void aNodeThatRunsATaskHoldsItsLease() throws Exception {
    // Given
    leave("wait", 1);
    startWithAgent(TestNode.with().lease(Duration.ofSeconds(1), 3));
    TestPlatform.await(() -> gate.size() == 1);
    long taken = leaseEnd();

    // When
    TestPlatform.await(() -> leaseEnd() - taken > Duration.ofSeconds(2).toNanos() / 1_000);

    // Then
    assertThat(await(state.tasks().acquire(ID, "another", HOUR))).isEmpty();
    assertThat(node.tasks().find(ID).orElseThrow().assignment().attempt()).isEqualTo(2);
  }

  private long leaseEnd() {
    return TestPlatform.get(state.transfer().read(StateKind.LEASES, "", 1))
        .get(0)
        .value()
        .getLong("expires_at");
  }

  @Test
  void whoeverLosesTheLeaseLetsGoOfTheTask() throws Exception {
    // Given
    leave("wait", 1);
    startWithAgent(TestNode.with().lease(Duration.ofSeconds(1), 3));
    TestPlatform.await(() -> gate.size() == 1);
    String holder = node.tasks().lease(ID).orElseThrow().holder();

    // When
    Lease newer = await(state.tasks().acquire(ID, holder, HOUR)).orElseThrow();

    // Then
    TestPlatform.await(() -> node.liveTasks() == 0);
    assertThat(status()).isEqualTo("submitted");
    gate.open();
    await(state.snapshots().save(newer, new JsonObject().put("mine", true), true));
    assertThat(await(state.tasks().find(ID)).orElseThrow().outcome()).isEmpty();
  }

  @Test
  void aFollowerGoesOnWithTheNextRun() throws Exception {
    // Given
    leave("again", 1);
    start(TestNode.with());

    // When
    CompletableFuture<List<Events.Event>> followed =
        CompletableFuture.supplyAsync(this::followFromForty);
    node.add(agent().build(), ThreadingModel.EVENT_LOOP);

    // Then
    assertThat(followed.join())
        .extracting(event -> event.payload().getString("status"))
        .containsExactly("submitted", "working", "completed");
  }

  private List<Events.Event> followFromForty() {
    try (Wire wire = node.connect()) {
      return Peer.of(node).follow(wire, ID, "Last-Event-ID: 40").rest();
    }
  }
}
