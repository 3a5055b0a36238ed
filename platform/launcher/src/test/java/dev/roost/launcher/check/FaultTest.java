package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check notices a peer that breaks its rule, and no other check blames that peer. */
class FaultTest {
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  static List<Fault> faults() {
    return Stream.of(
            HandshakeFaults.all(),
            TaskFaults.all(),
            HarnessFaults.all(),
            InteropFaults.all(),
            StreamFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void aPeerThatKeepsEveryRulePassesEveryCheck() {
    try (TestingPeer peer = TestingPeer.conforming(vertx)) {
      // When
      Report report = check(peer);

      // Then
      assertThat(report.results())
          .hasSameSizeAs(Checks.all())
          .allSatisfy(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Passed.class));
      assertThat(report.passed()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPeerThatBreaksOneRuleFailsItsCheckAlone(Fault fault) {
    try (TestingPeer peer = new TestingPeer(vertx, fault.spoil())) {
      // When
      Report report = check(peer);

      // Then
      assertThat(named(report, "failed"))
          .contains(fault.check())
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(Stream.of(fault.check()), fault.alsoFailed().stream()).toList());
      assertThat(named(report, "not_checked"))
          .containsExactlyInAnyOrderElementsOf(fault.notChecked());
      assertThat(named(report, "not_applicable")).isEmpty();
    }
  }

  @Test
  void everyCheckHasAFault() {
    // When
    List<String> broken = faults().stream().map(Fault::check).toList();

    // Then
    assertThat(broken).containsAll(Checks.names());
    assertThat(Checks.names()).doesNotHaveDuplicates().containsAll(broken);
  }

  private static Report check(TestingPeer peer) {
    return new CheckRun(new Peer(PeerOptions.of(peer.root()))).run(Checks.all());
  }

  private static List<String> named(Report report, String label) {
    return report.results().stream()
        .filter(result -> result.outcome().label().equals(label))
        .map(result -> result.check().name())
        .toList();
  }
}
