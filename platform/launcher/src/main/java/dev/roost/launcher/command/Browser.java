package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The user's browser, as the desktop knows it. */
final class Browser {
  private static final String PROGRAM = "xdg-open";

  private Browser() {}

  /**
   * Opens a URL.
   *
   * @return whether there is a program for that
   */
  static boolean open(String url, Surroundings surroundings) {
    Optional<Path> program =
        Stream.of(surroundings.environment().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, PROGRAM))
            .filter(Files::isExecutable)
            .findFirst();
    return program.filter(path -> start(path, url)).isPresent();
  }

  private static boolean start(Path program, String url) {
    try {
      new ProcessBuilder(program.toString(), url)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
