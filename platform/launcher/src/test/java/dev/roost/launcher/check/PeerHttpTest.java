package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a peer is asked: with patience where it asks for it, and discreetly. */
@ExtendWith(VertxExtension.class)
class PeerHttpTest {
  private static final String TOKEN = "s3cr3t-token";

  @Test
  void aPeerThatIsAskedTooFastIsAskedAgain(Vertx vertx) {
    // Given
    Set<String> known = ConcurrentHashMap.newKeySet();
    try (TestingPeer peer =
        new TestingPeer(
            vertx, (request, answer) -> known.add(key(request)) ? tooFast(answer, "0") : answer)) {

      // When
      Report report = run(PeerOptions.of(peer.root()));

      // Then
      assertThat(report.passed()).isTrue();
      assertThat(report.score().total()).isEqualTo(Checks.all().size());
    }
  }

  /** All that tells one request from another, without what is new in each. */
  private static String key(TestingRequest request) {
    return request.line() + request.headers().get("Content-Encoding") + request.body();
  }

  @Test
  void aPeerThatIsNeverContentIsAskedThreeTimes(Vertx vertx) {
    // Given
    try (TestingPeer peer = new TestingPeer(vertx, (request, answer) -> tooFast(answer, "0.01"))) {

      // When
      Report report = run(PeerOptions.of(peer.root()), List.of(HandshakeChecks.HEALTH_STATUS));

      // Then
      assertThat(report.results().get(0).outcome().message())
          .contains("expected status 200, came status 429 with {\"detail\":\"slower\"}");
      assertThat(peer.received())
          .filteredOn(request -> request.is(TestingRequest.HEALTH))
          .hasSize(3);
    }
  }

  @Test
  void nobodyWaitsForAnHour(Vertx vertx) {
    // Given
    try (TestingPeer peer = new TestingPeer(vertx, (request, answer) -> tooFast(answer, "3600"))) {

      // When
      Report report = run(PeerOptions.of(peer.root()), List.of(HandshakeChecks.HEALTH_STATUS));

      // Then
      assertThat(report.passed()).isFalse();
      assertThat(peer.received())
          .filteredOn(request -> request.is(TestingRequest.HEALTH))
          .hasSize(1);
    }
  }

  @Test
  void theTokenGoesWithMessagesOnly(Vertx vertx) {
    try (TestingPeer peer = TestingPeer.conforming(vertx)) {
      // When
      Report report = run(TestingOptions.withToken(peer.root(), TOKEN));

      // Then
      assertThat(report.passed()).isTrue();
      assertThat(linesWith(peer, true))
          .containsExactlyInAnyOrder("POST /asap", "POST /asap/stream");
      assertThat(linesWith(peer, false)).contains(TestingRequest.HEALTH, TestingRequest.MANIFEST);
      assertThat(peer.received())
          .filteredOn(request -> request.conversation().startsWith("conv_compliance"))
          .allSatisfy(
              request -> assertThat(request.envelope().getString("timestamp")).isNotEmpty());
    }
  }

  @Test
  void withoutATokenNoneIsSent(Vertx vertx) {
    try (TestingPeer peer = TestingPeer.conforming(vertx)) {
      // When
      run(PeerOptions.of(peer.root()));

      // Then
      assertThat(linesWith(peer, true)).isEmpty();
    }
  }

  @Test
  void aTokenThatComesBackIsNotShown(Vertx vertx) {
    // Given
    try (TestingPeer peer =
        new TestingPeer(
            vertx, (request, answer) -> answer.status(200).body("{\"error\":\"" + TOKEN + "\"}"))) {

      // When
      Report report = run(TestingOptions.withToken(peer.root(), TOKEN));

      // Then
      List<String> texts = new ArrayList<>();
      report.results().forEach(result -> texts.add(result.outcome().message()));
      assertThat(texts)
          .noneMatch(text -> text.contains(TOKEN))
          .anyMatch(text -> text.contains("***"));
    }
  }

  private static Set<String> linesWith(TestingPeer peer, boolean token) {
    return peer.received().stream()
        .filter(
            request -> ("Bearer " + TOKEN).equals(request.headers().get("Authorization")) == token)
        .map(TestingRequest::line)
        .collect(Collectors.toSet());
  }

  private static TestingAnswer tooFast(TestingAnswer answer, String retryAfter) {
    return answer.status(429).header("Retry-After", retryAfter).body("{\"detail\":\"slower\"}");
  }

  private static Report run(PeerOptions options) {
    return run(options, Checks.all());
  }

  private static Report run(PeerOptions options, List<Check> checks) {
    return new CheckRun(new Peer(options)).run(checks);
  }
}
