package dev.roost.platform.http;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.platform.task.DurableAgents;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import dev.roost.spi.TaskRecord;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are to outlive the process that takes them. */
class DurableTaskTest {
  private static final AgentUrn BUSY = AgentUrn.of(BusyAgent.URN);

  private final BusyAgent agent = new BusyAgent();
  @TempDir private Path folder;
  private StateBackend state;
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void open() {
    state =
        SqliteBackend.open(
            SqliteSettings.of(folder.resolve("roost.db")),
            StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @AfterEach
  void stop() throws Exception {
    agent.gate.open();
    node.close();
    await(state.close());
  }

  private void start(TestNode.Builder wanted) {
    node = wanted.start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  private void startOnDisk() {
    start(TestNode.with().state(state));
  }

  private JsonObject durable(String skill) {
    JsonObject envelope = peer.request(skill, new JsonObject());
    envelope.getJsonObject("payload").put("config", new JsonObject().put("persist_state", true));
    return envelope;
  }

  private CompletableFuture<Wire.Answer> sendAside(JsonObject envelope) {
    return CompletableFuture.supplyAsync(() -> peer.send(envelope));
  }

  private long kept(StateKind kind) throws Exception {
    return await(state.transfer().read(kind, "", 1_000)).size();
  }

  private static JsonObject answered(Wire.Answer answer) {
    return answer.json().getJsonObject("result").getJsonObject("envelope");
  }

  @Test
  void itIsInTheDatabaseWhenItsSkillRuns() throws Exception {
    // Given
    startOnDisk();
    JsonObject request = durable("count");

    // When
    CompletableFuture<Wire.Answer> answer = sendAside(request);
    TestPlatform.await(() -> agent.runs.get() == 1);

    // Then
    String id = node.tasks().all().iterator().next().id();
    TaskRecord record = await(state.tasks().find(id)).orElseThrow();
    assertThat(record.requestId()).isEqualTo(request.getString("id"));
    assertThat(record.outcome()).isEmpty();
    assertThat(record.work().orElseThrow().request().id()).isEqualTo(request.getString("id"));
    assertThat(record.work().orElseThrow().attempt()).isEqualTo(1);
    assertThat(await(state.tasks().acquire(id, "another", Duration.ofHours(1)))).isEmpty();
    agent.gate.open();
    assertThat(answered(answer.join()).getJsonObject("payload").getString("status"))
        .isEqualTo("completed");
  }

  @Test
  void itsEndIsKeptWithItsLogAndItsKey() throws Exception {
    // Given
    startOnDisk();

    // When
    Wire.Answer answer = peer.send(durable("measure"));

    // Then
    String id = Peer.payloadOf(answer).getString("task_id");
    TaskRecord record = await(state.tasks().find(id)).orElseThrow();
    assertThat(record.task().status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(record.work()).isEmpty();
    assertThat(await(state.events().read(id, 0, 100)))
        .extracting(event -> event.payload().getClass().getSimpleName())
        .containsExactly("TaskUpdate", "TaskUpdate", "TaskStream", "TaskResponse");
    assertThat(record.lastSequence()).isEqualTo(4);
    assertThat(kept(StateKind.CLAIMS)).isEqualTo(1);
    assertThat(answered(answer).getJsonObject("extensions").getBoolean("durable")).isTrue();
  }

  @Test
  void theSameEnvelopeAgainIsAnsweredTheSame() throws Exception {
    // Given
    startOnDisk();
    JsonObject request = durable("count");
    CompletableFuture<Wire.Answer> first = sendAside(request);
    TestPlatform.await(() -> agent.runs.get() == 1);
    CompletableFuture<Wire.Answer> meanwhile = sendAside(request);
    agent.gate.open();

    // When
    Wire.Answer again = peer.send(request);

    // Then
    assertThat(answered(again)).isEqualTo(answered(first.join()));
    assertThat(answered(meanwhile.join())).isEqualTo(answered(first.join()));
    assertThat(agent.runs).hasValue(1);
    assertThat(kept(StateKind.TASKS)).isEqualTo(1);
  }

  @Test
  void anotherBodyUnderTheSameEnvelopeIdIsRefused() {
    // Given
    startOnDisk();
    JsonObject request = durable("measure");
    peer.send(request);
    request.getJsonObject("payload").put("skill_id", "stream");

    // When
    Wire.Answer answer = peer.send(request);

    // Then
    assertThat(answer.json().getJsonObject("error").getInteger("code")).isEqualTo(-32602);
  }

  @Test
  void anErrorThatMayPassLetsTheSameRequestRunAgain() throws Exception {
    // Given
    startOnDisk();
    JsonObject late = durable("obey");
    late.getJsonObject("payload").getJsonObject("config").put("timeout_seconds", 1);
    Wire.Answer first = peer.send(late);

    // When
    Wire.Answer second = peer.send(late);

    // Then
    assertThat(first.json().getJsonObject("error").getInteger("code")).isEqualTo(-32033);
    assertThat(second.json().getJsonObject("error").getInteger("code")).isEqualTo(-32033);
    assertThat(kept(StateKind.TASKS)).isEqualTo(2);
    assertThat(kept(StateKind.CLAIMS)).isZero();
  }

  @Test
  void anAgentOfTheOperatorsChoiceHasDurableTasksOnly() throws Exception {
    // Given
    start(TestNode.with().state(state).durable(new DurableAgents(Set.of(BUSY), Set.of())));

    // When
    Wire.Answer answer = peer.send(peer.request("measure", new JsonObject()));

    // Then
    String id = Peer.payloadOf(answer).getString("task_id");
    assertThat(await(state.tasks().find(id))).isPresent();
    assertThat(answered(answer).getJsonObject("extensions").getBoolean("durable")).isTrue();
  }

  @Test
  void whatNobodyWantsToBeDurableIsNotWritten() throws Exception {
    // Given
    startOnDisk();
    JsonObject request = peer.request("measure", new JsonObject());
    request.getJsonObject("payload").put("config", new JsonObject().put("persist_state", false));

    // When
    Wire.Answer answer = peer.send(request);

    // Then
    assertThat(answered(answer).getJsonObject("extensions")).isNull();
    for (StateKind kind : StateKind.values()) {
      assertThat(kept(kind)).as(kind.name()).isZero();
    }
  }

  @Test
  void inMemoryItRunsAndIsSaidNotToBeDurable() {
    // Given
    start(TestNode.with());

    // When
    Wire.Answer answer = peer.send(durable("measure"));

    // Then
    assertThat(Peer.payloadOf(answer).getString("status")).isEqualTo("completed");
    assertThat(answered(answer).getJsonObject("extensions").getBoolean("durable")).isFalse();
    assertThat(describedAsDurable()).isFalse();
    assertThat(manifestSaysSo()).isEmpty();
  }

  @Test
  void onDiskTheCapabilityDocumentsSaySo() {
    // Given
    startOnDisk();

    // When
    boolean described = describedAsDurable();

    // Then
    assertThat(described).isTrue();
    assertThat(manifestSaysSo()).contains(true);
  }

  private boolean describedAsDurable() {
    return peer.get("/agents/busy/asap/capability/describe?name=count")
        .json()
        .getBoolean("durable");
  }

  private Optional<Boolean> manifestSaysSo() {
    JsonObject manifest = peer.get("/agents/busy/.well-known/asap/manifest.json").json();
    return Optional.ofNullable(
        manifest.getJsonObject("capabilities").getBoolean("state_persistence"));
  }

  @Test
  void aDurableTaskOutlivesTheReaderOfItsStream() {
    // Given
    startOnDisk();
    JsonObject request = durable("count");
    request.getJsonObject("payload").getJsonObject("config").put("streaming", true);
    try (Wire wire = node.connect()) {
      peer.stream(wire, request);
      TestPlatform.await(() -> agent.runs.get() == 1);
    }

    // When
    String id = node.tasks().all().iterator().next().id();
    TestPlatform.await(() -> node.openConnections() == 0);

    // Then
    agent.gate.open();
    peer.awaitStatus(id, "completed");
  }

  @Test
  void aCancelledOneIsKeptAsCancelled() throws Exception {
    // Given
    startOnDisk();
    JsonObject request = durable("obey");
    CompletableFuture<Wire.Answer> answer = sendAside(request);
    TestPlatform.await(
        () -> node.tasks().all().stream().anyMatch(task -> task.status() == TaskStatus.WORKING));
    String id = node.tasks().all().iterator().next().id();

    // When
    peer.send(peer.cancel(id));

    // Then
    assertThat(Peer.payloadOf(answer.join()).getString("status")).isEqualTo("cancelled");
    assertThat(await(state.tasks().find(id)).orElseThrow().task().status())
        .isEqualTo(TaskStatus.CANCELLED);
    assertThat(await(state.tasks().lapsed(10))).isEmpty();
  }
}
