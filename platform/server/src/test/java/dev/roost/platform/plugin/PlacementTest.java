package dev.roost.platform.plugin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.discovery.UpkeepThread;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

class PlacementTest {
  private static final int LOOPS = 8;
  private static final long MILLIS = 20_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
  private final UpkeepThread upkeep = new UpkeepThread(vertx, "upkeep");

  @AfterEach
  void close() {
    join(vertx.close());
  }

  /** Vert.x deals the loops in turn: of as many as there are loops, each would see but one. */
  @RepeatedTest(50)
  void instancesThatEachWantALoopOfTheirOwnGetIt() {
    // Given
    Placement placement = new Placement(vertx, LOOPS);
    List<Thread> loops = loops();
    Collections.rotate(loops, 1);

    // When
    List<Placed> placed = placeOnEach(loops, placement);

    // Then
    assertThat(placed).extracting(Placed::thread).isEqualTo(loops);
  }

  /** All from one context, as plugins are deployed. */
  private List<Placed> placeOnEach(List<Thread> loops, Placement placement) {
    Function<Thread, Future<Placed>> place =
        loop -> placement.deploy(agent(), new DeploymentOptions(), loop::equals, MILLIS);
    return join(
        upkeep.run(
            () -> Future.all(loops.stream().map(place).toList()).map(CompositeFuture::list)));
  }

  private static Deployable agent() {
    return context -> Future.succeededFuture();
  }

  /** All loops, in the order in which they are dealt. */
  private List<Thread> loops() {
    Set<Thread> loops = new LinkedHashSet<>();
    while (loops.size() < LOOPS) {
      Promise<Thread> dealt = Promise.promise();
      vertx.deployVerticle(
          context -> {
            dealt.complete(Thread.currentThread());
            return Future.succeededFuture();
          });
      loops.add(join(dealt.future()));
    }
    return new ArrayList<>(loops);
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }
}
