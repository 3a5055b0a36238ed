package dev.roost.platform.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.Addresses;
import dev.roost.agent.Assignment;
import dev.roost.agent.BusCodecs;
import dev.roost.platform.cluster.Nodes;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");

  private Vertx vertx;
  private Discovery discovery;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    BusCodecs.register(vertx);
    discovery = Discovery.of(vertx, Nodes.alone("here"), 60_000);
    TestPlatform.get(discovery.start());
  }

  @AfterEach
  void stop() {
    TestPlatform.get(discovery.stop());
    TestPlatform.get(vertx.close());
  }

  @Test
  void publishesToTheRegistryAndFromThereToTheDirectory() {
    // When
    AgentRecord record = AgentDirectoryTest.record(ECHO, "here", 7);
    TestPlatform.get(discovery.publish(record));
    TestPlatform.get(discovery.directory().awaitServing(ECHO, 7));

    // Then
    assertThat(TestPlatform.get(discovery.registry().records())).containsExactly(record);
    assertThat(discovery.directory().find(ECHO).orElseThrow().manifest())
        .isEqualTo(record.manifest());
    TestPlatform.get(discovery.withdraw(record));
    TestPlatform.await(() -> discovery.directory().find(ECHO).isEmpty());
    assertThat(TestPlatform.get(discovery.registry().records())).isEmpty();
  }

  @Test
  void removesTheRecordsOfNodesThatAreGone() {
    // Given
    AgentRecord orphan = AgentDirectoryTest.record(ECHO, "gone", 1);
    TestPlatform.get(discovery.registry().publish(orphan));
    TestPlatform.await(() -> discovery.directory().find(ECHO).isPresent());

    // When
    TestPlatform.get(discovery.reconcile());

    // Then
    TestPlatform.await(() -> discovery.directory().find(ECHO).isEmpty());
    assertThat(TestPlatform.get(discovery.registry().records())).isEmpty();
  }

  @Test
  void reconcileDoesNotBringBackWhatIsRetired() {
    // Given
    TestPlatform.get(discovery.publish(AgentDirectoryTest.record(ECHO, "here", 1)));
    TestPlatform.get(discovery.directory().awaitServing(ECHO, 1));

    // When
    TestPlatform.get(discovery.directory().retire(ECHO, 1, 1_000));
    TestPlatform.get(discovery.reconcile());

    // Then
    assertThat(discovery.directory().find(ECHO)).isEmpty();
  }

  @Test
  void sendsByReferenceInsideTheNode() {
    // Given
    serve(1, message -> message.reply(answer(message.body())));
    Assignment assignment = assignment(5_000);

    // When
    Envelope answer = TestPlatform.get(discovery.router().sendLocally(ECHO, assignment));

    // Then
    assertThat(answer.correlationId()).isEqualTo(assignment.envelope().id());
    assertThat(discovery.directory().find(ECHO).orElseThrow().inFlight()).isZero();
  }

  @Test
  void answersAtItsDoorToo() {
    // Given
    serve(1, message -> message.reply(answer(message.body())));

    // When
    Message<Envelope> answer =
        TestPlatform.get(
            vertx.eventBus().request(Addresses.agentOn(ECHO, "here"), assignment(5_000)));

    // Then
    assertThat(answer.body().payload()).isInstanceOf(TaskResponse.class);
  }

  @Test
  void prefersTheInstanceOnTheCallersLoop() {
    // Given
    serve(1, message -> message.reply(answer(message.body())));
    String instance = Addresses.agentInstance(ECHO, 1, "x");

    // When
    Future<JsonObject> result =
        Future.future(
            promise ->
                vertx
                    .getOrCreateContext()
                    .runOnContext(
                        turn -> {
                          vertx
                              .eventBus()
                              .<Assignment>localConsumer(
                                  instance,
                                  message ->
                                      message.fail(
                                          5,
                                          new JsonObject()
                                              .put("code", 5)
                                              .put("message", "mine")
                                              .encode()));
                          discovery
                              .directory()
                              .addInstance(ECHO, 1, instance, Thread.currentThread(), () -> 0);
                          discovery
                              .router()
                              .sendLocally(ECHO, assignment(5_000))
                              .onComplete(
                                  done -> promise.fail("the other instance"),
                                  failure ->
                                      promise.complete(((AsapException) failure).error().toJson()));
                        }));

    // Then
    assertThat(TestPlatform.get(result).getString("message")).isEqualTo("mine");
  }

  @Test
  void aRouteWithoutAnInstanceIsAConnectionError() {
    // Given
    TestPlatform.get(discovery.publish(AgentDirectoryTest.record(ECHO, "here", 1)));
    TestPlatform.get(discovery.directory().awaitServing(ECHO, 1));

    // When
    RpcError error = error(discovery.router().sendLocally(ECHO, assignment(5_000)));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.CONNECTION_ERROR.rpcCode());
    assertThat(discovery.directory().find(ECHO).orElseThrow().inFlight()).isZero();
  }

  @Test
  void aDeadlineThatHasPassedIsATimeout() {
    // Given
    serve(1, message -> message.reply(answer(message.body())));

    // When
    RpcError error = error(discovery.router().sendLocally(ECHO, assignment(-1)));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.TIMEOUT.rpcCode());
  }

  @Test
  void aFailureThatIsNotOursIsAnInternalError() {
    // Given
    serve(1, message -> message.fail(3, "plain text"));

    // When
    RpcError error = error(discovery.router().sendLocally(ECHO, assignment(5_000)));

    // Then
    assertThat(error).isEqualTo(RpcError.internalError());
  }

  @Test
  void anAnswerThatIsNoEnvelopeIsARemoteError() {
    // Given
    serve(1, message -> message.reply("text"));

    // When
    RpcError error = error(discovery.router().sendLocally(ECHO, assignment(5_000)));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.REMOTE_ERROR.rpcCode());
  }

  @Test
  void namesAtMostTwentyOfTheKnownAgents() {
    // Given
    for (int i = 0; i < 30; i++) {
      AgentUrn urn = AgentUrn.of("urn:asap:agent:a" + i);
      discovery.directory().apply(AgentDirectoryTest.record(urn, "here", 1), true);
    }

    // When
    RpcError error = error(discovery.router().sendLocally(ECHO, assignment(5_000)));

    // Then
    JsonArray known = error.data().getJsonObject("details").getJsonArray("known_agents");
    assertThat(error.code()).isEqualTo(-32012);
    assertThat(known).hasSize(20);
  }

  private void serve(long generation, io.vertx.core.Handler<Message<Assignment>> handler) {
    vertx.eventBus().localConsumer(Addresses.agentGeneration(ECHO, generation), handler);
    TestPlatform.get(discovery.publish(AgentDirectoryTest.record(ECHO, "here", generation)));
    TestPlatform.get(discovery.directory().awaitServing(ECHO, generation));
  }

  private static Envelope answer(Assignment assignment) {
    return assignment
        .envelope()
        .reply(ECHO, TaskResponse.completed(assignment.taskId(), new JsonObject()));
  }

  private static Assignment assignment(long millis) {
    TaskRequest request = new TaskRequest("conv_1", null, "run", new JsonObject(), null);
    return new Assignment(
        "task_1",
        Envelope.of(TestPlatform.CLIENT, ECHO, request),
        System.currentTimeMillis() + millis,
        1);
  }

  private static RpcError error(Future<?> future) {
    return ((AsapException) TestPlatform.failure(future)).error();
  }
}
