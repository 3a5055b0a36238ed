package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.Failing;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** W13: what is known of an endpoint's failures, and what is told when it is given up. */
class EndpointHealthTest {
  private final TestingClock clock = new TestingClock();
  private final EndpointStore store =
      new MemoryBackend(new StateSettings(Duration.ofHours(1), Duration.ofHours(1), clock))
          .endpoints();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(EndpointHealth.class);

  @BeforeEach
  void start() {
    log.start();
    logger.addAppender(log);
    Waiting.get(
        store.add(
            new WebhookEndpoint(
                "we_1",
                "user-1",
                "https://hooks.example/?key=s3cr3t",
                List.of("*"),
                WebhookProfile.AUTO,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                clock.instant(),
                1)));
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  private WebhookEndpoint endpoint() {
    return Waiting.get(store.find("we_1")).orElseThrow();
  }

  private EndpointHealth health() {
    return new EndpointHealth(store, clock, endpoint());
  }

  private void failAfter(Duration pause) {
    clock.advance(pause);
    Waiting.get(health().failed());
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getKeyValuePairs)
        .map(pairs -> pairs.stream().map(KeyValuePair::toString).toList().toString())
        .toList();
  }

  @Test
  void failuresAreKeptToTheMinute() {
    // Given
    failAfter(Duration.ZERO);
    Failing first = endpoint().failing().orElseThrow();

    // When
    failAfter(Duration.ofSeconds(59));
    Failing second = endpoint().failing().orElseThrow();
    failAfter(Duration.ofSeconds(1));
    Failing third = endpoint().failing().orElseThrow();

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(third.firstAt()).isEqualTo(first.firstAt());
    assertThat(third.lastAt()).isEqualTo(first.firstAt().plusSeconds(60));
  }

  @Test
  void threeDaysOfFailuresDisableAndAreToldOnce() {
    // Given
    failAfter(Duration.ZERO);
    failAfter(Duration.ofHours(12));
    failAfter(Duration.ofHours(59));
    assertThat(endpoint().disabled()).isEmpty();

    // When
    failAfter(Duration.ofHours(1));
    failAfter(Duration.ofHours(1));

    // Then
    assertThat(endpoint().disabled()).isPresent();
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0))
        .contains("endpoint.disabled", "we_1", "nothing but failures for 72 hours")
        .doesNotContain("s3cr3t");
  }

  @Test
  void twoFailuresWithSilenceBetweenAreNotEnough() {
    // Given
    failAfter(Duration.ZERO);

    // When
    failAfter(Duration.ofDays(10));

    // Then
    assertThat(endpoint().disabled()).isEmpty();
  }

  @Test
  void aSuccessForgetsFailures() {
    // Given
    failAfter(Duration.ZERO);

    // When
    Waiting.get(health().worked());

    // Then
    assertThat(endpoint().failing()).isEmpty();
  }

  @Test
  void aSuccessWithoutFailuresWritesNothing() {
    // When
    Waiting.get(health().worked());

    // Then
    assertThat(endpoint().version()).isEqualTo(1);
  }

  @Test
  void ofManyWhoHearThatItIsGoneOneTells() {
    // Given
    List<EndpointHealth> all = IntStream.range(0, 8).mapToObj(i -> health()).toList();

    // When
    Waiting.get(Future.join(all.stream().map(EndpointHealth::gone).toList()));

    // Then
    assertThat(endpoint().disabled()).isPresent();
    assertThat(endpoint().version()).isEqualTo(2);
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void whatSomebodyElseHasChangedStays() {
    // Given
    EndpointHealth before = health();
    WebhookEndpoint now = endpoint();
    Waiting.get(
        store.replace(
            new WebhookEndpoint(
                now.id(),
                now.owner(),
                "https://elsewhere.example/",
                now.events(),
                now.profile(),
                now.keys(),
                now.headers(),
                now.disabled(),
                now.failing(),
                now.createdAt(),
                2)));

    // When
    Waiting.get(before.failed());

    // Then
    assertThat(endpoint().url()).isEqualTo("https://elsewhere.example/");
    assertThat(endpoint().failing()).isPresent();
  }

  @Test
  void anEndpointThatWasRemovedStaysSo() {
    // Given
    EndpointHealth before = health();
    Waiting.get(store.remove("we_1"));

    // When
    Waiting.get(before.failed());

    // Then
    assertThat(Waiting.get(store.find("we_1"))).isEmpty();
  }
}
