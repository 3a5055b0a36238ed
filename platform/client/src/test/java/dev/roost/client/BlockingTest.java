package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The client for threads that wait. */
class BlockingTest extends Fixture {
  private BlockingAsapClient blocking() {
    return client.blocking();
  }

  private static TestingAgent.Script streaming(int count) {
    return (request, response) -> {
      response.putHeader("Content-Type", "text/event-stream").setChunked(true);
      for (int i = 0; i < count; i++) {
        response.write(event(request.envelope(), i, i == count - 1));
      }
      response.end();
    };
  }

  private static String event(Envelope request, int number, boolean last) {
    TaskStream chunk = new TaskStream(String.valueOf(number), null, last, TaskStatus.WORKING);
    Envelope envelope =
        request
            .reply(TestingAgent.URN, chunk)
            .withExtensions(new JsonObject().put("sequence", number + 1));
    return "data: " + Codec.ENVELOPE.write(envelope) + "\n\n";
  }

  @Test
  void aPlainThreadGetsItsAnswer() {
    // Given
    Envelope request = TestingAgent.request();

    // When
    Envelope answer = blocking().send(request);

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
  }

  @Test
  void orItsFailure() {
    // Given
    agent.will(TestingAgent.status(404, new JsonObject()));

    // When, Then
    assertThatThrownBy(() -> blocking().send(TestingAgent.request(), CallOptions.DEFAULTS))
        .isInstanceOf(HttpStatusException.class);
    assertThatThrownBy(() -> blocking().discover()).isInstanceOf(HttpStatusException.class);
    assertThatThrownBy(() -> blocking().discover(agent.url() + "/other"))
        .isInstanceOf(HttpStatusException.class);
    assertThatThrownBy(() -> blocking().health()).isInstanceOf(HttpStatusException.class);
    assertThatThrownBy(() -> blocking().task("t")).isInstanceOf(HttpStatusException.class);
    assertThatThrownBy(() -> blocking().follow("t")).isInstanceOf(HttpStatusException.class);
    assertThatThrownBy(() -> blocking().cancel(TestingAgent.URN, "t", null))
        .isInstanceOf(HttpStatusException.class);
    assertThatThrownBy(() -> blocking().batch(List.of(TestingAgent.request())))
        .isInstanceOf(HttpStatusException.class);
  }

  @Test
  void anEventLoopMustNotWait() {
    // Given
    Promise<Object> outcome = Promise.promise();

    // When
    vertx
        .getOrCreateContext()
        .runOnContext(
            turn -> {
              try {
                outcome.complete(blocking().send(TestingAgent.request()));
              } catch (IllegalStateException e) {
                outcome.complete(e.getMessage());
              }
            });

    // Then
    assertThat(Outcomes.get(outcome.future())).asString().contains("must not wait");
    assertThat(agent.seen()).isEmpty();
  }

  @Test
  void aWorkerMay() {
    // When
    Envelope answer =
        Outcomes.get(vertx.executeBlocking(() -> blocking().send(TestingAgent.request())));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
  }

  @Test
  void aStreamIsReadOneAfterTheOther() {
    // Given
    agent.will(streaming(1_000));
    List<String> texts = new ArrayList<>();

    // When
    try (BlockingStream stream = blocking().stream(TestingAgent.request())) {
      stream.forEachRemaining(chunk -> texts.add(((TaskStream) chunk.payload()).chunk()));
      assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }

    // Then
    assertThat(texts).isEqualTo(IntStream.range(0, 1_000).mapToObj(String::valueOf).toList());
  }

  @Test
  void aStreamThatBreaksTellsSoAfterItsChunks() {
    // Given
    agent.will(
        (request, response) ->
            begin(response)
                .end(event(request.envelope(), 0, false) + event(request.envelope(), 1, false)));
    BlockingStream stream = blocking().stream(TestingAgent.request());

    // When
    stream.next();
    stream.next();

    // Then
    assertThatThrownBy(stream::hasNext).isInstanceOf(ConnectionFailedException.class);
    assertThatThrownBy(stream::hasNext).isInstanceOf(ConnectionFailedException.class);
  }

  private static HttpServerResponse begin(HttpServerResponse response) {
    return response.putHeader("Content-Type", "text/event-stream").setChunked(true);
  }

  @Test
  void whoWaitsTooLongForTheNextGivesUp() {
    // Given
    agent.will((request, response) -> begin(response).write(event(request.envelope(), 0, false)));
    EnvelopeStream chunks = Outcomes.get(client.stream(TestingAgent.request()));
    BlockingStream stream = new BlockingStream(agent.url(), chunks, Duration.ofMillis(300));
    stream.next();

    // When, Then
    assertThatThrownBy(stream::hasNext).isInstanceOf(AnswerTimeoutException.class);
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @Test
  void whoIsInterruptedStopsWaiting() throws Exception {
    // Given
    agent.will(TestingAgent::silence);
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                outcome.complete(blocking().send(TestingAgent.request()));
              } catch (CallInterruptedException e) {
                outcome.complete(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    Outcomes.await(() -> agent.seen().size() == 1);

    // When
    caller.interrupt();

    // Then
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(true);
  }

  @Test
  void alsoWhoReadsAStream() throws Exception {
    // Given
    agent.will((request, response) -> begin(response).write(": nothing yet\n\n"));
    BlockingStream stream = blocking().stream(TestingAgent.request());
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                outcome.complete(stream.hasNext());
              } catch (CallInterruptedException e) {
                outcome.complete(e.fate());
              }
            });
    caller.start();

    // When
    caller.interrupt();

    // Then
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Fate.UNKNOWN);
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @Test
  void closingEndsTheClientAndItsVertx() {
    // Given
    BlockingAsapClient own = AsapClient.builder(agent.url()).build().blocking();
    own.send(TestingAgent.request());

    // When
    own.close();

    // Then
    assertThatThrownBy(() -> own.send(TestingAgent.request())).isInstanceOf(RuntimeException.class);
    assertThat(client.blocking().send(TestingAgent.request())).isNotNull();
  }

  @Test
  void closingLeavesTheProgramsVertxAlone() {
    // Given
    BlockingAsapClient other = client(builder -> builder).blocking();

    // When
    other.close();

    // Then
    assertThat(Outcomes.get(vertx.timer(1).map("there"))).isEqualTo("there");
    assertThatThrownBy(() -> other.send(TestingAgent.request()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the client is closed");
  }

  /** Virtual threads, where the JDK has them. */
  @Test
  void aVirtualThreadMayWait() throws Exception {
    // Given
    CompletableFuture<Envelope> answer = new CompletableFuture<>();
    Runnable call = () -> answer.complete(blocking().send(TestingAgent.request()));

    // When
    start(call);

    // Then
    assertThat(answer.get(20, TimeUnit.SECONDS).sender()).isEqualTo(TestingAgent.URN);
    assertThat(Vertx.currentContext()).isNull();
  }

  private static void start(Runnable call) throws ReflectiveOperationException {
    if (Runtime.version().feature() >= 21) {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, call);
    } else {
      new Thread(call).start();
    }
  }
}
