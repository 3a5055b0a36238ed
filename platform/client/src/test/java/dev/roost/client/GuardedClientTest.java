package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.AddressRange;
import dev.roost.outbound.IpAddress;
import dev.roost.outbound.NameResolver;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.protocol.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A client for URLs from outside. */
class GuardedClientTest extends Fixture {
  private final OutboundConfig config =
      new OutboundConfig(true, List.of(AddressRange.parse("127.0.0.1")));
  private final AtomicInteger lookups = new AtomicInteger();

  private final NameResolver names =
      name -> {
        lookups.incrementAndGet();
        return name.equals("peer.example")
            ? Future.succeededFuture(List.of(IpAddress.parse("127.0.0.1").orElseThrow()))
            : name.equals("inner.example")
                ? Future.succeededFuture(List.of(IpAddress.parse("127.0.0.7").orElseThrow()))
                : Future.failedFuture("no such name");
      };

  private AsapClient guarded(String host, OwnListeners own) {
    OutboundGuard guard = new OutboundGuard(vertx, config, names, own);
    return client("http://" + host + ":" + agent.port(), builder -> builder.guard(guard));
  }

  private AsapClient guarded(String host) {
    return guarded(host, OwnListeners.none());
  }

  @Test
  void aPeerThatMayBeReachedIs() {
    // When
    Envelope answer = Outcomes.get(guarded("peer.example").send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(agent.first().headers().get("Host")).isEqualTo("peer.example:" + agent.port());
  }

  @Test
  void itIsCheckedOnEveryAttempt() {
    // Given
    agent.will(TestingAgent::drop, TestingAgent::drop, TestingAgent::echo);

    // When
    Outcomes.get(guarded("peer.example").send(TestingAgent.request()));

    // Then
    assertThat(lookups.get()).isEqualTo(3);
  }

  @Test
  void anInnerAddressIsNotReached() {
    // When
    UnusableUrlException failure =
        Outcomes.failure(
            UnusableUrlException.class, guarded("inner.example").send(TestingAgent.request()));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.ANSWERED);
    assertThat(failure.getMessage()).doesNotContain("127.0.0.7");
    assertThat(lookups.get()).isEqualTo(1);
    assertThat(agent.connections()).isZero();
  }

  @Test
  void aNameWithoutAnAddressIsTriedAgainAndToldTheSame() {
    // Given
    Throwable refused = Outcomes.failure(guarded("inner.example").send(TestingAgent.request()));

    // When
    UnusableUrlException failure =
        Outcomes.failure(
            UnusableUrlException.class, guarded("nobody.example").send(TestingAgent.request()));

    // Then
    assertThat(lookups.get()).isEqualTo(4);
    assertThat(failure.getMessage().replace("nobody", "inner")).isEqualTo(refused.getMessage());
  }

  @Test
  void ourOwnDoorIsNotReached() {
    // Given
    OwnListeners own = OwnListeners.none().add("127.0.0.1", agent.port());

    // When
    Throwable failure = Outcomes.failure(guarded("peer.example", own).send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(UnusableUrlException.class);
    assertThat(agent.connections()).isZero();
  }

  @Test
  void manifestsAreGuardedToo() {
    // When
    Throwable failure =
        Outcomes.failure(guarded("peer.example").discover("http://inner.example:" + agent.port()));

    // Then
    assertThat(failure).isInstanceOf(UnusableUrlException.class);
    assertThat(agent.connections()).isZero();
  }

  @Test
  void aConnectionThatComesTooLateIsNotUsed() {
    // Given
    Promise<List<IpAddress>> answer = Promise.promise();
    OutboundGuard slow =
        new OutboundGuard(vertx, config, name -> answer.future(), OwnListeners.none());
    AsapClient client =
        client(
            "http://peer.example:" + agent.port(),
            builder -> builder.guard(slow).settings(within(Duration.ofMillis(50))));
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // When
    answer.complete(List.of(IpAddress.parse("127.0.0.1").orElseThrow()));
    Envelope later = TestingAgent.request();
    Outcomes.get(client.send(later, CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(20))));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
    assertThat(agent.seen()).extracting(TestingAgent.Seen::envelope).containsExactly(later);
  }
}
