package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.spi.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One client for many threads. */
class SocketThreadsTest extends SocketFixture {
  private static final int CALLS = 25;

  private List<Context> contexts() {
    VertxInternal inner = (VertxInternal) vertx;
    List<Context> contexts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      contexts.add(inner.createEventLoopContext());
      contexts.add(inner.createWorkerContext());
    }
    return contexts;
  }

  /** Whether the outcome of a call from there comes there. */
  private Future<Boolean> asked(Context context) {
    Promise<Boolean> there = Promise.promise();
    context.runOnContext(
        turn -> {
          Envelope request = TestingAgent.request();
          client
              .send(request)
              .map(answer -> request.id().equals(answer.correlationId()))
              .map(right -> right && Vertx.currentContext() == context)
              .onComplete(there);
        });
    return there.future();
  }

  @Test
  void outcomesComeOnTheContextOfEachCaller() {
    // Given
    List<Context> contexts = contexts();
    List<Future<Boolean>> outcomes = new ArrayList<>();

    // When
    for (int i = 0; i < CALLS; i++) {
      contexts.forEach(context -> outcomes.add(asked(context)));
    }

    // Then
    assertThat(Outcomes.get(Future.all(outcomes)).<Boolean>list()).containsOnly(true);
    assertThat(peer.seen()).hasSize(CALLS * contexts.size());
  }

  @Test
  void aTokenThatIsThereAlreadyComesFromNoOtherContext() {
    // Given
    Context elsewhere = ((VertxInternal) vertx).createEventLoopContext();
    Promise<Future<Optional<Secret>>> made = Promise.promise();
    elsewhere.runOnContext(
        turn ->
            made.complete(
                ((VertxInternal) vertx)
                    .getOrCreateContext()
                    .succeededFuture(Optional.of(Secret.of("abc")))));
    Future<Optional<Secret>> kept = Outcomes.get(made.future());
    Context here = ((VertxInternal) vertx).createEventLoopContext();
    Promise<Context> where = Promise.promise();

    // When
    here.runOnContext(
        turn ->
            Calls.awaited(vertx, () -> kept, LONG)
                .map(token -> Vertx.currentContext())
                .onComplete(where));

    // Then
    assertThat(Outcomes.get(where.future())).isSameAs(here);
  }

  @Test
  void whatAReaderThrowsKeepsNothingFromIt() {
    // Given
    peer.will(
        (socket, request) -> {
          for (int i = 1; i <= 3; i++) {
            socket.send(TestingSockets.chunk(request, i, i, i == 3));
          }
        });
    List<Envelope> taken = new ArrayList<>();
    Promise<Void> end = Promise.promise();

    // When
    Outcomes.get(client.stream(TestingAgent.request()))
        .handler(
            chunk -> {
              taken.add(chunk);
              throw new IllegalStateException("chunk " + taken.size());
            })
        .endHandler(end::complete)
        .resume();

    // Then
    Outcomes.get(end.future());
    assertThat(thrown)
        .extracting(Throwable::getMessage)
        .containsExactly("chunk 1", "chunk 2", "chunk 3");
    thrown.clear();
  }
}
