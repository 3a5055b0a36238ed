package dev.roost.platform.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roost.outbound.AddressRange;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.platform.cluster.Nodes;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.TestTasks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of an agent elsewhere that behaves as not every platform does. */
class RemoteCallTest {
  private static final AgentUrn CALLER = AgentUrn.of("urn:asap:agent:caller");
  private static final AgentUrn THERE = AgentUrn.of("urn:asap:agent:there");
  private static final int MAX_LIVE = 5_000;

  private final Vertx vertx = Vertx.vertx();
  private final LiveTasks tasks =
      new LiveTasks("here", TestTasks.settings(MAX_LIVE), new MemoryBackend(Duration.ofHours(1)));
  private TestingFarAgent far;
  private Discovery discovery;
  private AgentCalls calls;

  @BeforeEach
  void start() throws Exception {
    far = TestingFarAgent.start(vertx, THERE);
    OutboundConfig loopback = new OutboundConfig(true, List.of(AddressRange.parse("127.0.0.1")));
    OutboundGuard guard =
        new OutboundGuard(
            vertx, loopback, name -> Future.failedFuture("no names"), OwnListeners.none());
    RemoteAgent agent = new RemoteAgent(THERE, far.url(), "http", Optional.empty(), Set.of());
    discovery =
        Discovery.of(
            vertx, Nodes.alone(), RemoteAgents.of(vertx, RemoteConfig.of(List.of(agent)), guard));
    calls = new AgentCalls(tasks, discovery);
    discovery.start().await(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    discovery.stop().await(20, TimeUnit.SECONDS);
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static Envelope request() {
    return Envelope.of(
        CALLER, THERE, new TaskRequest("conv_1", null, "run", new JsonObject(), null));
  }

  private Future<Envelope> call(Envelope request) {
    return calls.callBelow(THERE, request, System.currentTimeMillis() + 60_000);
  }

  private static RpcError error(Future<?> call) {
    return catchThrowableOfType(AsapException.class, () -> call.await(20, TimeUnit.SECONDS))
        .error();
  }

  @Test
  void aCancellationThatOvertakesItsRequestIsRepeated() throws Exception {
    // Given
    far.doesNotKnowTheNext(2);
    Envelope request = request();
    Future<Envelope> call = call(request);
    TestingFarAgent.Asked asked = far.next(TaskRequest.class);

    // When
    calls.cancelBelow(request);

    // Then
    for (int i = 0; i < 3; i++) {
      Envelope cancel = far.next(TaskCancel.class).envelope();
      assertThat(((TaskCancel) cancel.payload()).taskId()).isEqualTo(request.id());
      assertThat(cancel.sender()).isEqualTo(CALLER);
    }
    asked.answer(new TaskResponse("there-1", TaskStatus.CANCELLED, null, null, null));
    TaskResponse answer = (TaskResponse) call.await(20, TimeUnit.SECONDS).payload();
    assertThat(answer.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(answer.taskId()).endsWith("_here");
  }

  @Test
  void aTaskThatGetsItsNameAfterItsCancellationIsCancelledByIt() throws Exception {
    // Given
    far.doesNotKnowTheNext(100);
    Envelope request = request();
    call(request);
    TestingFarAgent.Asked asked = far.next(TaskRequest.class);
    calls.cancelBelow(request);
    far.next(TaskCancel.class);

    // When
    asked.answer(new TaskResponse("there-1", TaskStatus.WORKING, null, null, null));

    // Then
    String named = request.id();
    while (named.equals(request.id())) {
      named = ((TaskCancel) far.next(TaskCancel.class).envelope().payload()).taskId();
    }
    assertThat(named).isEqualTo("there-1");
  }

  @Test
  void whatEndedWithAnErrorIsNotCancelled() throws Exception {
    // Given
    Future<Envelope> call = call(request());
    TestingFarAgent.Asked asked = far.next(TaskRequest.class);

    // When
    asked.answer(RpcError.invalidParams("no"));

    // Then
    assertThat(error(call)).isEqualTo(RpcError.invalidParams("no"));
    call(request());
    assertThat(far.next()).as("the next request").isInstanceOf(TaskRequest.class);
  }

  @Test
  void aStatusOfThePeerIsNotTakenForOurs() throws Exception {
    // Given
    Future<Envelope> refused = call(request());
    far.next(TaskRequest.class).answerWithStatus(400, "Too many cooks");
    Future<Envelope> unauthorized = call(request());

    // When
    far.next(TaskRequest.class).answerWithStatus(401, "Who are you?");

    // Then
    RpcError error = error(refused);
    assertThat(error.message()).contains("Too many cooks");
    assertThat(error.data().getInteger("peer_status")).isEqualTo(400);
    assertThat(error.data().containsKey("status_code")).isFalse();
    assertThat(error(unauthorized).message())
        .startsWith(THERE + " does not take the token that discovery.remoteAgents names for it");
  }

  @Test
  void noMoreCallsWaitForAPeerThanMay() {
    // Given
    IntStream.range(0, RemotePeer.MAX_CALLS).forEach(n -> call(request()));

    // When
    RpcError error = error(call(request()));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.THREAD_POOL_EXHAUSTED.rpcCode());
  }
}
