package dev.roost.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script with a Java that only tells what it was asked to do. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class RoostScriptTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("roost.root", "../.."), "platform/bin/roost");

  @TempDir private Path directory;
  private Path home;
  private Path java;

  @BeforeEach
  void layOut() throws Exception {
    home = Files.createDirectories(directory.toRealPath().resolve("a home"));
    java = directory.resolve("jdk");
    Files.createDirectories(home.resolve("platform/bin"));
    Files.copy(SCRIPT, home.resolve("platform/bin/roost"));
    Files.createDirectories(home.resolve("platform/launcher/target"));
    Files.createFile(home.resolve("platform/launcher/target/roost.jar"));
    Files.createDirectories(java.resolve("bin"));
    Path program = java.resolve("bin/java");
    Files.writeString(program, "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    release("17.0.15");
  }

  @Test
  void findsTheInstallationThroughALink() throws Exception {
    // Given
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, home.resolve("platform/bin/roost"));

    // When
    Ended run = run(link, Map.of(), "run", "--set", "a b=c d");

    // Then
    assertThat(run.code()).isZero();
    assertThat(run.output())
        .contains("[-Droost.home=" + home + "]")
        .contains("[" + home.resolve("platform/launcher/target/roost.jar") + "]")
        .contains("[-XX:+UseParallelGC]", "[-Dpicocli.ansi=false]")
        .endsWith("[dev.roost.launcher.Roost]\n[run]\n[--set]\n[a b=c d]\n");
  }

  @Test
  void optionsOfTheUserWin() throws Exception {
    // Given
    Map<String, String> environment =
        Map.of("ROOST_JAVA_OPTS", "-Xmx64m -XX:+UseG1GC", "ROOST_CLASSPATH", "/my/audit.jar");

    // When
    Ended run = run(home.resolve("platform/bin/roost"), environment, "run");

    // Then
    assertThat(run.output())
        .contains("[-Xmx64m]\n[-XX:+UseG1GC]\n[-cp]", "roost.jar:/my/audit.jar]")
        .doesNotContain("ParallelGC", "SerialGC");
  }

  @Test
  void aDistributionHasItsJarInLib() throws Exception {
    // Given
    Path distribution = Files.createDirectories(home.resolve("dist"));
    Files.createDirectories(distribution.resolve("bin"));
    Files.createDirectories(distribution.resolve("lib"));
    Files.createFile(distribution.resolve("lib/roost.jar"));
    Files.copy(SCRIPT, distribution.resolve("bin/roost"));

    // When
    Ended run = run(distribution.resolve("bin/roost"), Map.of(), "agents");

    // Then
    assertThat(run.output())
        .contains("[-Droost.home=" + distribution + "]", "[-XX:+UseSerialGC]")
        .contains("[" + distribution.resolve("lib/roost.jar") + "]");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    // Given
    Path script = home.resolve("platform/bin/roost");

    // When
    Ended noJava = run(script, Map.of("JAVA_HOME", "/nowhere"), "run");
    release("11.0.2");
    Ended oldJava = run(script, Map.of(), "run");
    Files.delete(home.resolve("platform/launcher/target/roost.jar"));
    Ended notBuilt = run(script, Map.of(), "run");

    // Then
    assertThat(noJava).isEqualTo(failed("JAVA_HOME is /nowhere, but there is no bin/java in it"));
    assertThat(oldJava)
        .isEqualTo(
            failed(
                "needs Java 17 or later, but "
                    + java.resolve("bin/java")
                    + " is 11.0.2; set JAVA_HOME"));
    assertThat(notBuilt.code()).isEqualTo(1);
    assertThat(notBuilt.output()).contains("not built yet", "mvn -q -DskipTests package");
  }

  private static Ended failed(String message) {
    return new Ended(1, "roost: " + message + "\n");
  }

  private void release(String version) throws IOException {
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private Ended run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("ROOST_"));
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().putAll(environment);
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        builder
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output));
  }

  private record Ended(int code, String output) {}
}
