package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.TestingAgent.Seen;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results in chunks. */
class StreamTest extends Fixture {
  private static Buffer chunk(Envelope request, String text, boolean last) {
    TaskStream payload =
        new TaskStream(text, null, last, last ? TaskStatus.COMPLETED : TaskStatus.WORKING);
    return Codec.ENVELOPE.write(request.reply(TestingAgent.URN, payload));
  }

  private static String event(Envelope request, String text, boolean last) {
    return "data: " + chunk(request, text, last) + "\n\n";
  }

  private static HttpServerResponse begin(HttpServerResponse response) {
    return response.putHeader("Content-Type", "text/event-stream; charset=utf-8").setChunked(true);
  }

  /** Streams texts, the last of which is the last. */
  private static TestingAgent.Script streaming(String... texts) {
    return (request, response) -> {
      begin(response);
      for (int i = 0; i < texts.length; i++) {
        response.write(event(request.envelope(), texts[i], i == texts.length - 1));
      }
      response.end();
    };
  }

  /** Writes a text, in which ONE and TWO stand for chunks. */
  private static TestingAgent.Script writing(String pattern) {
    return (request, response) ->
        begin(response)
            .end(
                pattern
                    .replace("ONE", chunk(request.envelope(), "one", false).toString())
                    .replace("TWO", chunk(request.envelope(), "two", true).toString()));
  }

  @Test
  void chunksComeInOrderAndEnd() {
    // Given
    agent.will(streaming("a", "b", "c"));
    Envelope request = TestingAgent.request();

    // When
    Chunks chunks = Chunks.all(client.stream(request));

    // Then
    assertThat(Outcomes.get(chunks.end())).hasSize(3);
    assertThat(chunks.texts()).containsExactly("a", "b", "c");
    assertThat(agent.first().uri()).isEqualTo("/asap/stream");
    assertThat(agent.first().headers().get("Accept"))
        .isEqualTo("text/event-stream, application/json");
    assertThat(agent.first().envelope()).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: ONE\n\ndata: TWO\n\n",
        "data: ONE\r\n\r\ndata: TWO\r\n\r\n",
        "data: ONE\r\rdata: TWO\r\r",
        "\ufeffdata: ONE\n\ndata: TWO\n\n",
        "data:ONE\n\ndata:TWO\n\n",
        ": comment\n\nid: 1\nevent: TaskStream\ndata: ONE\nretry: 10\n\n:\n\ndata: TWO\n\n",
        "data: ONE\n\ndata\n\ndatabase: 1\n\ndata:\n\ndata: TWO\n\n",
        "data: ONE\n\ndata: TWO\n\ndata: ONE\n\n",
      })
  void eventsAreReadAsTheStandardSays(String pattern) {
    // Given
    agent.will(writing(pattern));

    // When
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));

    // Then
    Outcomes.get(chunks.end());
    assertThat(chunks.texts()).containsExactly("one", "two");
  }

  @Test
  void whereverTheBytesAreCut() {
    // Given
    Envelope request = TestingAgent.request();
    byte[] text =
        ("\ufeff: x\r\n"
                + event(request, "caf\u00e9 \u2603", false)
                + "data: {\"a\":\r\ndata: 1}\r\n\r\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    // When
    List<List<String>> read =
        IntStream.range(1, text.length).mapToObj(size -> cut(text, size)).distinct().toList();

    // Then
    assertThat(read).hasSize(1);
    assertThat(read.get(0)).hasSize(2).last().isEqualTo("{\"a\":\n1}");
  }

  private static List<String> cut(byte[] text, int size) {
    SseParser parser = new SseParser(10_000);
    List<String> events = new java.util.ArrayList<>();
    for (int from = 0; from < text.length; from += size) {
      parser.feed(
          Buffer.buffer(
              java.util.Arrays.copyOfRange(text, from, Math.min(text.length, from + size))));
      for (byte[] event = parser.next(); event != null; event = parser.next()) {
        events.add(new String(event, java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return events;
  }

  @Test
  void anErrorBeforeTheFirstChunkIsAnError() {
    // Given
    RpcError error = RpcError.of(ErrorCode.HANDLER_NOT_FOUND, "no such skill", new JsonObject());
    agent.will(TestingAgent.error(error));

    // When
    RemoteErrorException failure =
        Outcomes.failure(RemoteErrorException.class, client.stream(TestingAgent.request()));

    // Then
    assertThat(failure.error()).isEqualTo(error);
  }

  @Test
  void whatMayBeTriedAgainBeforeTheFirstChunkIs() {
    // Given
    agent.will(TestingAgent::drop, TestingAgent.status(503, new JsonObject()), streaming("a", "b"));

    // When
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));

    // Then
    Outcomes.get(chunks.end());
    assertThat(agent.seen()).extracting(Seen::json).containsOnly(agent.first().json());
    assertThat(agent.seen()).hasSize(3);
  }

  @Test
  void anAnswerInOnePieceIsNoStream() {
    // When
    InvalidAnswerException failure =
        Outcomes.failure(InvalidAnswerException.class, client.stream(TestingAgent.request()));

    // Then
    assertThat(failure).hasMessageContaining("does not come in chunks");
  }

  @Test
  void aPageIsNoStream() {
    // Given
    agent.will(TestingAgent.text("text/html", "data: {}\n\n"));

    // When
    Throwable failure = Outcomes.failure(client.stream(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void aStreamThatEndsBeforeItsLastChunkIsBroken() {
    // Given
    agent.will(writing("data: ONE\n\n"));

    // When
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));

    // Then
    assertThat(Outcomes.failure(chunks.end()))
        .isInstanceOfSatisfying(
            ConnectionFailedException.class,
            broken -> assertThat(broken.fate()).isEqualTo(Fate.UNKNOWN));
    assertThat(chunks.texts()).containsExactly("one");
  }

  @Test
  void soIsOneWhoseConnectionEnds() {
    // Given
    agent.will(
        (request, response) ->
            begin(response)
                .write(event(request.envelope(), "one", false))
                .onComplete(done -> request.request().connection().close()));

    // When
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));

    // Then
    assertThat(Outcomes.failure(chunks.end())).isInstanceOf(ConnectionFailedException.class);
    assertThat(chunks.texts()).containsExactly("one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: {}\\n\\n | holds no envelope",
        "data: nonsense\\n\\n | holds no envelope",
      })
  void aChunkThatIsNoneEndsIt(String pattern, String reason) {
    // Given
    agent.will(writing("data: ONE\n\n" + pattern.replace("\\n", "\n") + "data: TWO\n\n"));

    // When
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));

    // Then
    assertThat(Outcomes.failure(chunks.end()))
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining(reason);
    assertThat(chunks.texts()).containsExactly("one");
  }

  @Test
  void aChunkForAnotherRequestEndsIt() {
    // Given
    agent.will(
        (request, response) ->
            begin(response)
                .write(event(request.envelope(), "mine", false))
                .compose(written -> response.write(event(TestingAgent.request(), "other", false))));

    // When
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));

    // Then
    assertThat(Outcomes.failure(chunks.end())).hasMessageContaining("correlation_id");
    assertThat(chunks.texts()).containsExactly("mine");
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: ", "data: x\ndata: "})
  void anEventWithoutEndIsGivenUp(String beginning) {
    // Given
    AsapClient modest = client(builder -> builder.settings(with(50_000, true)));
    agent.will(
        (request, response) -> {
          begin(response).write(beginning);
          endless(response, beginning);
        });

    // When
    Chunks chunks = Chunks.all(modest.stream(TestingAgent.request()));

    // Then
    assertThat(Outcomes.failure(chunks.end()))
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("longer than 50000 bytes");
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  private static void endless(HttpServerResponse response, String beginning) {
    String line = beginning.length() > 6 ? "y".repeat(1_000) + "\ndata: " : "y".repeat(1_000);
    response.write(line).onSuccess(written -> endless(response, beginning));
  }

  @Test
  void aReaderWhoWantsNothingHoldsTheAgentBack() {
    // Given
    AtomicInteger written = new AtomicInteger();
    int count = 20_000;
    agent.will((request, response) -> flood(request, begin(response), written, count));
    Chunks chunks = Chunks.of(client.stream(TestingAgent.request()));
    chunks.more(3);

    // When
    Outcomes.await(() -> chunks.taken().size() == 3 && isStill(written));
    int heldBackAt = written.get();
    chunks.more(Long.MAX_VALUE);

    // Then
    assertThat(Outcomes.get(chunks.end())).hasSize(count);
    assertThat(heldBackAt).isLessThan(count * 3 / 4);
    assertThat(chunks.texts().stream().map(text -> text.split(";")[0]).toList())
        .isEqualTo(IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  private static void flood(
      Seen request, HttpServerResponse response, AtomicInteger written, int count) {
    Envelope envelope = request.envelope();
    while (written.get() < count && !response.writeQueueFull()) {
      int number = written.getAndIncrement();
      response.write(event(envelope, number + ";" + "x".repeat(1_000), number == count - 1));
    }
    if (written.get() < count) {
      response.drainHandler(drained -> flood(request, response, written, count));
    } else {
      response.end();
    }
  }

  /** Whether a number does not change for some looks. */
  private static boolean isStill(AtomicInteger number) {
    int before = number.get();
    java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
    return before > 3 && number.get() == before;
  }

  @Test
  void oneAfterTheOtherCanBeWanted() {
    // Given
    String[] texts = IntStream.range(0, 2_000).mapToObj(String::valueOf).toArray(String[]::new);
    agent.will(streaming(texts));
    Chunks chunks = Chunks.of(client.stream(TestingAgent.request()));

    // When
    chunks.stream()
        .handler(
            chunk -> {
              chunks.taken().add(chunk);
              chunks.stream().fetch(1);
            });
    chunks.more(1);

    // Then
    Outcomes.get(chunks.end());
    assertThat(chunks.texts()).containsExactly(texts);
  }

  @Test
  void aPauseIsAPause() {
    // Given
    agent.will(streaming("a", "b", "c"));
    Chunks chunks = Chunks.of(client.stream(TestingAgent.request()));
    chunks.stream()
        .handler(
            chunk -> {
              chunks.taken().add(chunk);
              chunks.stream().pause();
            });
    chunks.more(Long.MAX_VALUE);
    Outcomes.await(() -> chunks.taken().size() == 1);

    // When
    chunks.more(1);
    Outcomes.await(() -> chunks.taken().size() == 2);
    chunks.stream().resume();

    // Then
    Outcomes.get(chunks.end());
    assertThat(chunks.texts()).containsExactly("a", "b", "c");
  }

  @Test
  void whoClosesIsHeardByTheAgent() {
    // Given
    agent.will((request, response) -> begin(response).write(event(request.envelope(), "a", false)));
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));
    Outcomes.await(() -> chunks.taken().size() == 1);

    // When
    chunks.stream().close();

    // Then
    Outcomes.await(() -> agent.closedConnections() == 1);
    assertThat(chunks.end().isComplete()).isFalse();
  }

  @Test
  void whoHasReadAllUsesTheConnectionAgain() {
    // Given
    agent.will(streaming("a"), streaming("b"));
    Outcomes.get(Chunks.all(client.stream(TestingAgent.request())).end());

    // When
    Outcomes.get(Chunks.all(client.stream(TestingAgent.request())).end());

    // Then
    assertThat(agent.connections()).isEqualTo(1);
  }

  @Test
  void anAgentThatDoesNotEndAfterItsLastChunkIsLeft() {
    // Given
    agent.will((request, response) -> begin(response).write(event(request.envelope(), "a", true)));

    // When
    Chunks chunks = Chunks.all(client.stream(TestingAgent.request()));

    // Then
    Outcomes.get(chunks.end());
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @Test
  void anAgentFromWhomNothingComesIsGivenUp() {
    // Given
    AsapClient impatient = client(builder -> builder.settings(within(Duration.ofMillis(300))));
    agent.will((request, response) -> begin(response).write(event(request.envelope(), "a", false)));

    // When
    Chunks chunks = Chunks.all(impatient.stream(TestingAgent.request()));

    // Then
    assertThat(Outcomes.failure(chunks.end())).isInstanceOf(AnswerTimeoutException.class);
    Outcomes.await(() -> agent.closedConnections() == 1);
  }

  @Test
  void commentsShowThatItIsThere() {
    // Given
    AsapClient impatient = client(builder -> builder.settings(within(Duration.ofMillis(500))));
    agent.will(
        (request, response) -> {
          begin(response);
          int[] ticks = new int[1];
          vertx.setPeriodic(
              100,
              tick -> {
                if (++ticks[0] < 20) {
                  response.write(": keep-alive\n\n");
                } else {
                  vertx.cancelTimer(tick);
                  response.end(event(request.envelope(), "late", true));
                }
              });
        });

    // When
    Chunks chunks = Chunks.all(impatient.stream(TestingAgent.request()));

    // Then
    Outcomes.get(chunks.end());
    assertThat(chunks.texts()).containsExactly("late");
  }

  @Test
  void whoAsksLateIsToldOfTheEndAllTheSame() {
    // Given
    agent.will(
        (request, response) ->
            begin(response)
                .write(event(request.envelope(), "a", false))
                .onComplete(done -> request.request().connection().close()));
    Chunks chunks = Chunks.of(client.stream(TestingAgent.request()));
    Outcomes.await(() -> agent.closedConnections() == agent.connections());

    // When
    chunks.more(10);

    // Then
    assertThat(Outcomes.failure(chunks.end())).isInstanceOf(ConnectionFailedException.class);
    assertThat(chunks.texts()).containsExactly("a");
  }
}
