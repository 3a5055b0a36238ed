package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.check.CheckRun;
import dev.roost.launcher.check.Checks;
import dev.roost.launcher.check.Outcome;
import dev.roost.launcher.check.Peer;
import dev.roost.launcher.check.PeerOptions;
import dev.roost.launcher.check.Report;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roost is a good peer: what {@code roost check} asks of others it keeps itself. */
class CheckedPlatformTest {
  /** What is not about Roost: it keeps no audit. Everything else passes. */
  private static final Set<String> NOT_APPLICABLE = Set.of("audit_response_format");

  private static final String TOKEN = "the-token-of-a-client";
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  @TempDir private Path home;

  @Test
  void atItsRoot() throws Exception {
    try (RunningPlatform running = RunningPlatform.start(home)) {
      // When
      Report report = check(PeerOptions.of(running.root()));

      // Then
      assertGoodPeer(report);
    }
  }

  @Test
  void belowThePathOfAnAgent() throws Exception {
    try (RunningPlatform running = RunningPlatform.start(home)) {
      // When
      Report report = check(PeerOptions.of(URI.create(running.root() + "/agents/echo")));

      // Then
      assertGoodPeer(report);
    }
  }

  @Test
  void withATokenWhereOneIsAskedFor() throws Exception {
    // Given
    Path file = home.resolve("token");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, TOKEN);

    try (RunningPlatform running =
        RunningPlatform.start(
            home,
            "auth.mode=bearer",
            "auth.bearer.tokens=[{\"token\":\"${file:token}\",\"agent\":\"" + CLIENT + "\"}]")) {
      // When
      Report with = check(named(running.root(), Optional.of(Secret.of(TOKEN))));
      Report without = check(named(running.root(), Optional.empty()));

      // Then
      assertGoodPeer(with);
      assertThat(without.results())
          .filteredOn(result -> result.check().name().equals("state_task_response"))
          .singleElement()
          .satisfies(
              result ->
                  assertThat(result.outcome().message())
                      .contains("Authentication required", "--token-file"));
    }
  }

  @Test
  void withTheRateLimitOfTheReference() throws Exception {
    try (RunningPlatform running =
        RunningPlatform.start(home, "http.rateLimit=10/second;100/minute")) {
      // When
      Report report = check(PeerOptions.of(running.root()));

      // Then
      assertGoodPeer(report);
    }
  }

  private static PeerOptions named(URI root, Optional<Secret> token) {
    return new PeerOptions(
        root,
        PeerOptions.DEFAULT_TIMEOUT,
        PeerOptions.DEFAULT_SKILL,
        Optional.empty(),
        CLIENT,
        token);
  }

  private static Report check(PeerOptions options) {
    return new CheckRun(new Peer(options)).run(Checks.all());
  }

  private static void assertGoodPeer(Report report) {
    assertThat(report.results())
        .hasSameSizeAs(Checks.all())
        .allSatisfy(
            result ->
                assertThat(result.outcome())
                    .as(result.check() + ": " + result.outcome().message())
                    .isInstanceOf(
                        NOT_APPLICABLE.contains(result.check().name())
                            ? Outcome.NotApplicable.class
                            : Outcome.Passed.class));
    assertThat(report.passed()).isTrue();
  }
}
