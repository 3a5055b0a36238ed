package dev.roost.platform.state.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.OutboxStore.Counts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is answered where. */
public interface CallerContract extends Backed {
  @Test
  default void whoCallsOnAContextIsAnsweredOnIt() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Context> answered = new CompletableFuture<>();

    // When
    context.runOnContext(
        none ->
            backend()
                .tasks()
                .save(Samples.running("task_1"))
                .compose(saved -> backend().tasks().find("task_1"))
                .onSuccess(found -> answered.complete(Vertx.currentContext()))
                .onFailure(answered::completeExceptionally));

    // Then
    assertThat(answered.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isSameAs(context);
    vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  default void callsTakeEffectInTheOrderInWhichTheyWereMade() throws Exception {
    // Given
    int writes = 100;

    // When
    List<Future<Void>> calls =
        IntStream.rangeClosed(1, writes)
            .mapToObj(i -> backend().events().append("task_1", Samples.log(i, i)))
            .toList();
    Backed.await(Future.all(calls));

    // Then
    assertThat(Backed.await(backend().events().read("task_1", 0, 1_000))).hasSize(writes);
    assertThat(Backed.await(backend().outbox().counts())).isEqualTo(new Counts(0, 0, 0, 0, 0, 0));
  }
}
