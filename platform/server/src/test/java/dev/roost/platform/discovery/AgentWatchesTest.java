package dev.roost.platform.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.agent.AgentListener;
import dev.roost.agent.AgentWatch;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Who is told which agents come and go. */
class AgentWatchesTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final AgentUrn ABACUS = AgentUrn.of("urn:asap:agent:abacus");

  private final AgentDirectory directory = new AgentDirectory("here");
  private final AgentWatches watches = new AgentWatches(directory);
  private final List<String> news = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final AgentListener listener =
      new AgentListener() {
        @Override
        public void came(AgentUrn agent) {
          news.add("+" + agent.name());
        }

        @Override
        public void left(AgentUrn agent) {
          news.add("-" + agent.name());
        }
      };

  private static AgentRecord record(AgentUrn urn, long generation, String skill) {
    return new AgentRecord(
        urn,
        Manifest.of(
            urn,
            "Name",
            "1.0",
            "Description",
            Capability.of(List.of(Skill.of(skill, "Does"))),
            new Manifest.Endpoint("http://localhost/asap", null)),
        "here",
        generation,
        "plugin");
  }

  private void up(AgentUrn urn, long generation, String skill) {
    directory.apply(record(urn, generation, skill), true);
  }

  private void down(AgentUrn urn, long generation) {
    directory.apply(record(urn, generation, ""), false);
  }

  private AgentWatch watch() {
    return watches.add(ME, "run", later::add, listener);
  }

  private void turn() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }

  @Test
  void firstIsToldWhoIsThereThenWhoComesAndGoes() {
    // Given
    up(ECHO, 1, "run");
    up(ME, 1, "run");
    up(AgentUrn.of("urn:asap:agent:other"), 1, "sing");

    // When
    watch();
    turn();
    up(ABACUS, 2, "run");
    turn();
    down(ECHO, 1);
    turn();

    // Then
    assertThat(news).containsExactly("+echo", "+abacus", "-echo");
  }

  @Test
  void aReplacementThatCanStillDoItIsNoNews() {
    // Given
    up(ECHO, 1, "run");
    watch();
    turn();

    // When
    up(ECHO, 2, "run");
    turn();
    down(ECHO, 1);
    turn();

    // Then
    assertThat(news).containsExactly("+echo");
  }

  @Test
  void oneThatCannotIs() {
    // Given
    up(ECHO, 1, "run");
    watch();
    turn();

    // When
    up(ECHO, 2, "sing");
    turn();

    // Then
    assertThat(news).containsExactly("+echo", "-echo");
  }

  @Test
  void nothingQueuesUpForOneThatIsSlow() {
    // Given
    watch();
    turn();

    // When
    for (int generation = 1; generation <= 1_000; generation++) {
      up(ECHO, generation, "run");
      down(ECHO, generation);
    }
    up(ABACUS, 1, "run");

    // Then
    assertThat(later).hasSize(1);
    turn();
    assertThat(news).containsExactly("+abacus");
  }

  @Test
  void aRetiredOneHasLeft() {
    // Given
    up(ECHO, 1, "run");
    watch();
    turn();

    // When
    directory.retire(ECHO, 1, 1_000);
    turn();

    // Then
    assertThat(news).containsExactly("+echo", "-echo");
  }

  @Test
  void theEndIsTheEnd() {
    // Given
    AgentWatch watch = watch();
    up(ECHO, 1, "run");

    // When
    watch.end();
    turn();
    up(ABACUS, 1, "run");

    // Then
    assertThat(news).isEmpty();
    assertThat(later).isEmpty();
    assertThat(watches.count()).isZero();
  }

  @Test
  void aListenerThatThrowsIsToldTheRest() {
    // Given
    List<AgentUrn> told = new ArrayList<>();
    watches.add(
        ME,
        "run",
        later::add,
        agent -> {
          told.add(agent);
          throw new IllegalStateException("on purpose");
        });

    // When
    up(ABACUS, 1, "run");
    up(ECHO, 1, "run");
    turn();

    // Then
    assertThat(told).containsExactly(ABACUS, ECHO);
  }

  @Test
  void thereIsAnEndToThemAll() {
    // Given
    for (int i = 0; i < AgentWatches.MAX; i++) {
      watch();
    }

    // When, Then
    assertThatThrownBy(this::watch)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("watches already");
  }
}
