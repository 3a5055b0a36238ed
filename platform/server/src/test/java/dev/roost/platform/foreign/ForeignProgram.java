package dev.roost.platform.foreign;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program that the machine brings; a test that needs it fails where it is missing. */
public final class ForeignProgram {
  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/bin", "/usr/sbin", "/usr/local/sbin");

  private static final int PATIENCE_SECONDS = 30;

  private ForeignProgram() {}

  /**
   * Finds it.
   *
   * @param debianPackage what to install where it is missing
   * @return its path
   */
  public static String find(String name, String debianPackage) {
    return find(name, debianPackage, name, path -> true);
  }

  /**
   * Finds one that has a library: of several programs of one name often only the system's own has.
   *
   * @param library what it needs, for the message
   * @param debianPackage what to install where it is missing
   * @param proof arguments with which it ends well if the library is there
   * @param environment what it is started with besides
   * @return its path
   */
  public static String findWith(
      String name,
      String library,
      String debianPackage,
      List<String> proof,
      Map<String, String> environment) {
    return find(
        name, debianPackage, name + " with " + library, path -> endsWell(path, proof, environment));
  }

  private static String find(
      String name, String debianPackage, String wanted, Predicate<String> fits) {
    Stream<String> searched =
        Stream.of(System.getenv("PATH").split(File.pathSeparator)).filter(part -> !part.isEmpty());
    return Stream.concat(searched, SYSTEM_FOLDERS.stream())
        .distinct()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .filter(fits)
        .findFirst()
        .orElseGet(
            () ->
                fail(
                    "This test needs %s, which is not installed: apt-get install -y %s",
                    wanted, debianPackage));
  }

  private static boolean endsWell(
      String path, List<String> arguments, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(path), arguments.stream()).toList())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
