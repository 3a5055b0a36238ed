package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.Envelope;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Transports of others, and on which thread outcomes come. */
class TransportTest extends Fixture {
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  /** Found by the list of services of the tests. */
  public static final class Provider implements TransportProvider {
    @Override
    public String name() {
      return "testing";
    }

    @Override
    public Transport create(TransportContext context) {
      return new Testing(context.baseUrl());
    }
  }

  /** Fails at first, then answers; the second agent answers another request. */
  private record Testing(String baseUrl) implements Transport {
    @Override
    public Future<Envelope> exchange(OutgoingMessage message) {
      if (ATTEMPTS.getAndIncrement() == 0) {
        return Future.failedFuture(
            new ConnectionFailedException(baseUrl, Fate.NOT_TAKEN, new Exception("first")));
      }
      Envelope request = baseUrl.endsWith("/wrong") ? TestingAgent.request() : message.envelope();
      return Future.succeededFuture(
          request.reply(TestingAgent.URN, TestingAgent.done(new JsonObject())));
    }

    @Override
    public Future<List<Outcome>> exchangeAll(List<OutgoingMessage> messages) {
      throw new UnsupportedOperationException("no batches");
    }

    @Override
    public Future<EnvelopeStream> stream(OutgoingMessage message) {
      return Future.failedFuture("no streams");
    }

    @Override
    public Future<EnvelopeStream> follow(String taskId, long after) {
      return Future.failedFuture("no tasks");
    }

    @Override
    public Future<TaskView> task(String taskId) {
      return Future.failedFuture("no tasks");
    }

    @Override
    public Future<Void> close() {
      CLOSED.incrementAndGet();
      return Future.succeededFuture();
    }
  }

  @Test
  void whatHoldsForAllTransportsHoldsForThoseOfOthers() {
    // Given
    ATTEMPTS.set(0);
    CLOSED.set(0);
    AsapClient other = client(builder -> builder.transport("testing"));

    // When
    Envelope answer = Outcomes.get(other.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(ATTEMPTS.get()).isEqualTo(2);
    assertThat(Outcomes.failure(other.at(agent.url() + "/wrong").send(TestingAgent.request())))
        .hasMessageContaining("correlation_id");
    assertThat(Outcomes.failure(other.batch(List.of(TestingAgent.request()))))
        .hasMessage("no batches");
    assertThat(agent.seen()).isEmpty();
    assertThat(Outcomes.get(other.at(agent.url(), "http").send(TestingAgent.request())).sender())
        .isEqualTo(TestingAgent.URN);
    assertThat(agent.seen()).hasSize(1);
    Outcomes.get(other.close());
    assertThat(CLOSED.get()).as("both of them").isEqualTo(2);
  }

  @Test
  void anUnknownOneIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> client(builder -> builder.transport("pigeon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no transport is named pigeon")
        .hasMessageContaining("http")
        .hasMessageContaining("testing");
  }

  @Test
  void theirNamesAreKnown() {
    assertThat(Transports.names()).contains("http", "testing").doesNotHaveDuplicates();
  }

  @Test
  void outcomesComeOnTheContextOfTheCaller() {
    // Given
    Context context = vertx.getOrCreateContext();
    Promise<Context> where = Promise.promise();

    // When
    context.runOnContext(
        turn ->
            client
                .send(TestingAgent.request())
                .onComplete(done -> where.complete(Vertx.currentContext())));

    // Then
    assertThat(Outcomes.get(where.future())).isSameAs(context);
  }

  @Test
  void alsoIfItIsOfAnotherVertx() {
    // Given
    Vertx other = Vertx.vertx();
    Context context = other.getOrCreateContext();
    Promise<Context> where = Promise.promise();

    // When
    context.runOnContext(
        turn ->
            client
                .send(TestingAgent.request())
                .onComplete(done -> where.complete(Vertx.currentContext())));

    // Then
    assertThat(Outcomes.get(where.future())).isSameAs(context);
    Outcomes.get(other.close());
  }

  @Test
  void whatNeverComesIsNotWaitedFor() {
    // When
    Throwable failure =
        Outcomes.failure(
            Calls.awaited(vertx, () -> Promise.promise().future(), Duration.ofMillis(20)));

    // Then
    assertThat(failure).isInstanceOf(TimeoutException.class);
  }

  @Test
  void timePassesEvenly() {
    // Given
    MonotonicClock real = new MonotonicClock();
    Instant before = real.instant();

    // When
    Instant after = real.withZone(ZoneOffset.UTC).instant();

    // Then
    assertThat(after).isAfterOrEqualTo(before);
    assertThat(real.getZone()).isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void aWorkerVerticleMayUseItToo() {
    // Given
    Promise<Envelope> answer = Promise.promise();

    // When
    vertx.deployVerticle(
        context -> {
          client.send(TestingAgent.request()).onComplete(answer);
          return Future.succeededFuture();
        },
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));

    // Then
    assertThat(Outcomes.get(answer.future()).sender()).isEqualTo(TestingAgent.URN);
  }
}
