package dev.roost.platform.webhook.endpoint;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.contract.Samples;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one node changes the others know. */
class EndpointCacheTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final TestingClock clock = new TestingClock();
  private final EndpointStore store = TestingEndpoints.memory().endpoints();
  private final Endpoints here = TestingEndpoints.of(vertx, store, clock);
  private final Endpoints there = TestingEndpoints.of(vertx, store, clock);

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static void eventually(BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void whatAnotherNodeChangesIsKnownWhenItTells() throws Exception {
    // Given
    await(here.start(NEVER));
    await(there.start(NEVER));

    // When
    WebhookEndpoint endpoint = await(here.register(TestingEndpoints.of("me", "*"))).endpoint();

    // Then
    eventually(() -> there.forOwner("me", "task.failed").equals(List.of(endpoint)));
    await(here.disable(endpoint.id(), "x"));
    eventually(() -> there.forOwner("me", "task.failed").isEmpty());
    assertThat(there.size()).isEqualTo(1);
    await(here.remove(endpoint.id()));
    eventually(() -> there.size() == 0);
  }

  @Test
  void whatNobodyToldIsKnownWhenAllAreReadAgain() throws Exception {
    // Given
    await(here.start(Duration.ofMillis(10)));

    // When
    await(store.add(Samples.endpoint("we_1", "me")));

    // Then
    eventually(() -> here.known("we_1").isPresent());
    await(store.remove("we_1"));
    eventually(() -> here.size() == 0);
  }

  @Test
  void whoHasStoppedFollowsNobody() throws Exception {
    // Given
    await(here.start(NEVER));
    await(there.start(Duration.ofMillis(10)));
    await(there.stop());

    // When
    await(here.register(TestingEndpoints.of("me", "*")));

    // Then
    Endpoints follower = TestingEndpoints.of(vertx, store, clock);
    await(follower.start(NEVER));
    await(here.register(TestingEndpoints.of("you", "*")));
    eventually(() -> follower.size() == 2);
    assertThat(there.size()).isZero();
  }

  @Test
  void whatChangesWhileAllAreReadIsNotForgotten() throws Exception {
    // Given
    WebhookEndpoint stale = Samples.endpoint("we_1", "me");
    WebhookEndpoint gone = Samples.endpoint("we_2", "me");
    GatedStore gated = new GatedStore(List.of(stale, gone));
    EndpointCache cache = new EndpointCache(vertx, gated);
    Future<Void> loading = cache.load();

    // When
    cache.changed("we_1", Optional.of(stale.enabled()));
    cache.changed("we_2", Optional.empty());
    cache.changed("we_3", Optional.of(Samples.endpoint("we_3", "you")));
    gated.gate.complete();
    await(loading);

    // Then
    assertThat(cache.index().find("we_1")).contains(stale.enabled());
    assertThat(cache.index().find("we_2")).isEmpty();
    assertThat(cache.index().ofOwner("you")).hasSize(1);
    assertThat(cache.index().ofOwner("me")).containsExactly(stale.enabled());
  }

  @Test
  void anOlderVersionDoesNotComeBack() {
    // Given
    WebhookEndpoint first = Samples.endpoint("we_1", "me");
    EndpointIndex index = EndpointIndex.of(List.of(first.enabled()));

    // When
    EndpointIndex after = index.seen("we_1", Optional.of(first));

    // Then
    assertThat(after.find("we_1")).contains(first.enabled());
  }

  /** Answers a list when it is let, as it was when it was asked for. */
  private record GatedStore(List<WebhookEndpoint> endpoints, Promise<Void> gate)
      implements EndpointStore {
    private GatedStore(List<WebhookEndpoint> endpoints) {
      this(endpoints, Promise.promise());
    }

    @Override
    public Future<List<WebhookEndpoint>> list(
        Optional<String> owner, Optional<String> after, int limit) {
      return gate.future().map(endpoints);
    }

    @Override
    public Future<Void> add(WebhookEndpoint endpoint) {
      return Future.failedFuture("not asked for");
    }

    @Override
    public Future<Boolean> replace(WebhookEndpoint endpoint) {
      return Future.failedFuture("not asked for");
    }

    @Override
    public Future<Optional<WebhookEndpoint>> find(String id) {
      return Future.failedFuture("not asked for");
    }

    @Override
    public Future<Boolean> remove(String id) {
      return Future.failedFuture("not asked for");
    }
  }
}
