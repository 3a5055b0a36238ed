package dev.roost.launcher.template;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code roost new agent} writes is built by a real Maven, tests and all. */
@Tag("interop")
@Timeout(value = 5, unit = MINUTES)
class NewAgentBuildTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("roost.root", "../.."));
  private static final Path REPOSITORY =
      Path.of(
          System.getProperty(
              "localRepository", System.getProperty("user.home") + "/.m2/repository"));

  @TempDir private Path directory;

  @Test
  void mavenBuildsTheProject() throws Exception {
    // Given
    new Cli(directory, Map.of()).run("new", "agent", "weather");
    Path project = directory.resolve("weather");
    Path output = directory.resolve("maven.txt");

    // When
    int exitCode;
    try (OfflineRepository repository =
        OfflineRepository.create(directory.resolve("repository"), REPOSITORY, CHECKOUT)) {
      exitCode = maven(project, output, repository.directory());
    }

    // Then
    assertThat(exitCode).as(Files.readString(output)).isZero();
    assertThat(output).content().contains("Tests run: 3, Failures: 0, Errors: 0");
    try (JarFile jar = new JarFile(project.resolve("target/weather-1.0.0.jar").toFile())) {
      assertThat(jar.getEntry("META-INF/roost/plugin.json")).isNotNull();
      assertThat(jar.getEntry("com/example/weather/WeatherAgent.class")).isNotNull();
      assertThat(jar.stream().filter(entry -> entry.getName().startsWith("dev/roost/"))).isEmpty();
    }
  }

  private static int maven(Path project, Path output, Path repository) throws Exception {
    Process maven =
        new ProcessBuilder("mvn", "-o", "-B", "-Dmaven.repo.local=" + repository, "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(maven.waitFor(4, MINUTES)).as("Maven ends in time").isTrue();
    return maven.exitValue();
  }
}
