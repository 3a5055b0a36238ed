package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.TestingAgent.Seen;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Following a task over connections that break. */
class FollowTest extends Fixture {
  private static final int EVENTS = 60;

  /** The log of a task, from behind an event, as one text. */
  private static String log(long after, int last) {
    StringBuilder text = new StringBuilder();
    for (long number = after + 1; number <= last; number++) {
      Payload payload =
          number == EVENTS
              ? TestingAgent.done(new JsonObject())
              : new TaskStream("chunk " + number, null, false, TaskStatus.WORKING);
      text.append("id: ").append(number).append("\nevent: x\ndata: ");
      text.append(event(payload, new JsonObject().put("sequence", number))).append("\n\n");
    }
    return text.toString();
  }

  private static Buffer event(Payload payload, JsonObject extensions) {
    Envelope event =
        Envelope.of(TestingAgent.URN, TestingAgent.CLIENT, payload)
            .withCorrelationId("req_1")
            .withExtensions(extensions);
    return Codec.ENVELOPE.write(event);
  }

  private static HttpServerResponse begin(HttpServerResponse response) {
    return response.putHeader("Content-Type", "text/event-stream").setChunked(true);
  }

  private static long after(Seen request) {
    String seen = request.headers().get("Last-Event-ID");
    return seen == null ? 0 : Long.parseLong(seen);
  }

  /** Tells the whole log, and ends. */
  private static void whole(Seen request, HttpServerResponse response) {
    begin(response).end(log(after(request), EVENTS));
  }

  /** Tells a random part of the log and cuts the connection, maybe within an event. */
  private static TestingAgent.Script cutting(Random random) {
    return (request, response) -> {
      byte[] text = log(after(request), EVENTS).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      int length = Math.min(text.length, random.nextInt(3_000));
      begin(response)
          .write(Buffer.buffer(text).slice(0, length))
          .onComplete(done -> request.request().connection().close());
    };
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, EVENTS).boxed().toList();
  }

  @Test
  void theLogIsToldFromItsBeginning() {
    // Given
    agent.will(FollowTest::whole);

    // When
    Chunks events = Chunks.all(client.follow("task/1 \u2603"));

    // Then
    Outcomes.get(events.end());
    assertThat(events.numbers()).isEqualTo(all());
    assertThat(agent.first().method()).isEqualTo("GET");
    assertThat(agent.first().uri()).isEqualTo("/asap/tasks/task%2F1%20%E2%98%83/events");
    assertThat(agent.first().headers().contains("Last-Event-ID")).isFalse();
  }

  @Test
  void orFromBehindAnEvent() {
    // Given
    agent.will(FollowTest::whole);

    // When
    Chunks events = Chunks.all(client.follow("task_1", 57));

    // Then
    Outcomes.get(events.end());
    assertThat(events.numbers()).containsExactly(58L, 59L, 60L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void brokenConnectionsLeaveNoGapAndNoDouble(int seed) {
    // Given
    Random random = new Random(seed);
    agent.will(
        (request, response) -> {
          if (random.nextInt(20) == 0) {
            whole(request, response);
          } else {
            cutting(random).answer(request, response);
          }
        });

    // When
    Chunks events = Chunks.all(client.follow("task_1"));

    // Then
    Outcomes.get(events.end());
    assertThat(events.numbers()).isEqualTo(all());
  }

  @Test
  void anAgentThatBeginsAgainFromTheBeginningMakesNoDouble() {
    // Given
    agent.will(
        (request, response) ->
            begin(response)
                .write(log(0, 20))
                .onComplete(done -> request.request().connection().close()),
        (request, response) -> begin(response).end(log(0, EVENTS)));

    // When
    Chunks events = Chunks.of(client.follow("task_1")).more(25);
    Outcomes.await(() -> events.taken().size() == 25);
    events.more(Long.MAX_VALUE);

    // Then
    Outcomes.get(events.end());
    assertThat(events.numbers()).isEqualTo(all());
  }

  @Test
  void anEndBeforeTheTaskIsOverIsABreak() {
    // Given
    agent.will((request, response) -> begin(response).end(log(0, 5)), FollowTest::whole);

    // When
    Chunks events = Chunks.all(client.follow("task_1"));

    // Then
    Outcomes.get(events.end());
    assertThat(events.numbers()).isEqualTo(all());
    assertThat(agent.seen()).extracting(FollowTest::after).containsExactly(0L, 5L);
  }

  @ParameterizedTest
  @CsvSource({"429, 3", "503, 3", "500, 3"})
  void anAgentThatIsAwayForAWhileIsWaitedFor(int status, int times) {
    // Given
    TestingAgent.Script away = TestingAgent.status(status, new JsonObject(), "Retry-After", "2");
    agent.will(
        (request, response) -> begin(response).end(log(0, 5)), away, away, away, FollowTest::whole);

    // When
    Chunks events = Chunks.all(client.follow("task_1"));

    // Then
    Outcomes.get(events.end());
    assertThat(events.numbers()).isEqualTo(all());
    assertThat(agent.seen()).hasSize(times + 2);
    assertThat(pauses.taken().subList(1, 4))
        .allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(2)));
  }

  @Test
  void nothingOverAndOverIsGivenUp() {
    // Given
    agent.will(
        (request, response) -> begin(response).end(log(0, 5)),
        (request, response) -> begin(response).end(": nothing\n\n"));

    // When
    Chunks events = Chunks.all(client.follow("task_1"));

    // Then
    assertThat(Outcomes.failure(events.end())).isInstanceOf(ConnectionFailedException.class);
    assertThat(events.taken()).hasSize(5);
    assertThat(agent.seen()).hasSize(RetryPolicy.PATIENT.attempts());
  }

  @Test
  void aTaskThatIsGoneIsGone() {
    // Given
    agent.will(
        (request, response) -> begin(response).end(log(0, 5)),
        TestingAgent.status(404, new JsonObject().put("detail", "Task not found")));

    // When
    Chunks events = Chunks.all(client.follow("task_1"));

    // Then
    assertThat(Outcomes.failure(events.end()))
        .isInstanceOfSatisfying(
            HttpStatusException.class, gone -> assertThat(gone.status()).isEqualTo(404));
  }

  @Test
  void aTaskThatNeverWasFailsAtOnce() {
    // Given
    agent.will(TestingAgent.status(404, new JsonObject().put("detail", "Task not found")));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.follow("task_1"));

    // Then
    assertThat(failure).hasMessageContaining("Task not found");
  }

  @Test
  void aPageIsNoLog() {
    // Given
    agent.will(TestingAgent.text("application/json", "{}"));

    // When
    Throwable failure = Outcomes.failure(client.follow("task_1"));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sequence\":\"1\"}", "null"})
  void anEventWithoutANumberEndsIt(String extensions) {
    // Given
    JsonObject value = extensions.equals("null") ? null : new JsonObject(extensions);
    agent.will(
        (request, response) ->
            begin(response)
                .write(
                    log(0, 2)
                        + "data: "
                        + event(new ArtifactNotify("a", "task_1", null), value)
                        + "\n\n"));

    // When
    Chunks events = Chunks.all(client.follow("task_1"));

    // Then
    assertThat(Outcomes.failure(events.end())).hasMessageContaining("no sequence");
    assertThat(events.numbers()).containsExactly(1L, 2L);
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @Test
  void whoWantsLittleGetsLittleAlsoAcrossABreak() {
    // Given
    agent.will((request, response) -> begin(response).end(log(0, 5)), FollowTest::whole);
    Chunks events = Chunks.of(client.follow("task_1"));

    // When
    events.more(7);
    Outcomes.await(() -> events.taken().size() == 7);
    events.stream().pause();
    events.more(2);
    Outcomes.await(() -> events.taken().size() == 9);
    events.stream().resume();

    // Then
    Outcomes.get(events.end());
    assertThat(events.numbers()).isEqualTo(all());
  }

  @Test
  void whoClosesWhileTheConnectionIsAwayIsLeftAlone() {
    // Given
    agent.will(
        (request, response) -> begin(response).end(log(0, 5)),
        (request, response) -> vertx.timer(50).onComplete(late -> whole(request, response)));
    Chunks events = Chunks.all(client.follow("task_1"));
    Outcomes.await(() -> agent.seen().size() == 2);

    // When
    events.stream().close();

    // Then
    Outcomes.await(() -> agent.closedConnections() >= 1);
    assertThat(events.taken()).hasSize(5);
  }

  @Test
  void whoClosesIsHeard() {
    // Given
    agent.will((request, response) -> begin(response).write(log(0, 5)));
    Chunks events = Chunks.all(client.follow("task_1"));
    Outcomes.await(() -> events.taken().size() == 5);

    // When
    events.stream().close();

    // Then
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void whatCannotBeAnIdIsRefused(String id) {
    // When
    Throwable failure = Outcomes.failure(client.follow(id));

    // Then
    assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TaskPaths.page(id)).isInstanceOf(IllegalArgumentException.class);
  }
}
