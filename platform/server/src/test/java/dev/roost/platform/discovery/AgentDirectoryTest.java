package dev.roost.platform.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentDirectoryTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final AgentUrn ABACUS = AgentUrn.of("urn:asap:agent:abacus");

  private final AgentDirectory directory = new AgentDirectory("here");

  @Test
  void prefersTheNewestGenerationHereThenOtherNodes() {
    // When
    directory.apply(record(ECHO, "there", 99), true);
    directory.apply(record(ECHO, "here", 1), true);
    directory.apply(record(ECHO, "here", 2), true);

    // Then
    assertThat(directory.find(ECHO).orElseThrow().generation()).isEqualTo(2);
    directory.apply(record(ECHO, "here", 2), false);
    assertThat(directory.find(ECHO).orElseThrow().generation()).isEqualTo(1);
    directory.apply(record(ECHO, "here", 1), false);
    assertThat(directory.find(ECHO).orElseThrow().node()).isEqualTo("there");
    directory.apply(record(ECHO, "there", 99), false);
    assertThat(directory.find(ECHO)).isEmpty();
  }

  @Test
  void listsAgentsByName() {
    // When
    directory.apply(record(ECHO, "here", 1), true);
    directory.apply(record(ABACUS, "there", 1), true);

    // Then
    assertThat(directory.agents()).extracting(AgentRoute::urn).containsExactly(ABACUS, ECHO);
  }

  @Test
  void tellsWhenAGenerationServes() {
    // Given
    Future<Void> serving = directory.awaitServing(ECHO, 2);
    directory.apply(record(ECHO, "here", 1), true);
    assertThat(serving.isComplete()).isFalse();

    // When
    directory.apply(record(ECHO, "here", 2), true);

    // Then
    assertThat(serving.succeeded()).isTrue();
    assertThat(directory.awaitServing(ECHO, 2).succeeded()).isTrue();
  }

  @Test
  void failsTheWaitForAGenerationThatIsRetired() {
    // Given
    Future<Void> serving = directory.awaitServing(ECHO, 2);

    // When
    directory.retire(ECHO, 2, 1_000);

    // Then
    assertThat(serving.failed()).isTrue();
    assertThat(directory.awaitServing(ECHO, 2).failed()).isTrue();
  }

  @Test
  void aRetiredGenerationNeverComesBack() {
    // Given
    AgentRecord record = record(ECHO, "here", 1);
    directory.apply(record, true);

    // When
    directory.retire(ECHO, 1, 1_000);

    // Then
    assertThat(directory.find(ECHO)).isEmpty();
    directory.apply(record, true);
    assertThat(directory.find(ECHO)).isEmpty();
    assertThat(directory.replace(List.of(record), directory.changes())).isTrue();
    assertThat(directory.find(ECHO)).isEmpty();
  }

  @Test
  void retirementWaitsForWhatIsInFlight() {
    // Given
    directory.apply(record(ECHO, "here", 1), true);
    AgentRoute route = directory.find(ECHO).orElseThrow();
    assertThat(route.enter()).isTrue();

    // When
    Future<Integer> drained = directory.retire(ECHO, 1, 10_000);

    // Then
    assertThat(drained.isComplete()).isFalse();
    assertThat(route.enter()).isFalse();
    route.exit();
    assertThat(drained.result()).isZero();
  }

  @Test
  void retirementEndsAtItsDeadline() throws Exception {
    // Given
    directory.apply(record(ECHO, "here", 1), true);
    directory.find(ECHO).orElseThrow().enter();

    // When
    int left = directory.retire(ECHO, 1, 50).await(5, TimeUnit.SECONDS);

    // Then
    assertThat(left).isEqualTo(1);
  }

  @Test
  void aReadingThatIsOlderThanAChangeIsNotTaken() {
    // Given
    long before = directory.changes();
    directory.apply(record(ECHO, "here", 1), true);

    // When
    boolean taken = directory.replace(List.of(), before);

    // Then
    assertThat(taken).isFalse();
    assertThat(directory.find(ECHO)).isPresent();
  }

  @Test
  void aReadingAddsAndRemoves() {
    // Given
    directory.apply(record(ECHO, "there", 1), true);

    // When
    directory.replace(List.of(record(ABACUS, "there", 1)), directory.changes());

    // Then
    assertThat(directory.agents()).extracting(AgentRoute::urn).containsExactly(ABACUS);
  }

  @Test
  void nobodyIsInsideAfterRetirement() throws Exception {
    // Given
    int rounds = 200;
    AtomicLong generation = new AtomicLong(1);
    directory.apply(record(ECHO, "here", 1), true);
    AtomicInteger entered = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    CountDownLatch stop = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      Thread caller = new Thread(() -> callUntil(stop, entered));
      caller.start();
      callers.add(caller);
    }

    // When
    for (int round = 0; round < rounds; round++) {
      long next = generation.incrementAndGet();
      AgentRoute old = directory.find(ECHO).orElseThrow();
      directory.apply(record(ECHO, "here", next), true);
      int left = directory.retire(ECHO, next - 1, 10_000).await(10, TimeUnit.SECONDS);

      // Then
      assertThat(left).isZero();
      assertThat(old.enter()).isFalse();
    }
    stop.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(entered.get()).isPositive();
    assertThat(directory.find(ECHO).orElseThrow().inFlight()).isZero();
  }

  private void callUntil(CountDownLatch stop, AtomicInteger entered) {
    while (stop.getCount() > 0) {
      AgentRoute route = directory.route(ECHO);
      if (route != null && route.enter()) {
        entered.incrementAndGet();
        route.exit();
      }
    }
  }

  static AgentRecord record(AgentUrn urn, String node, long generation) {
    Manifest manifest =
        Manifest.of(
            urn,
            "Name",
            "1.0.0",
            "Description",
            Capability.of(List.of()),
            new Manifest.Endpoint("http://localhost/asap", null));
    return new AgentRecord(urn, manifest, node, generation, "plugin");
  }
}
