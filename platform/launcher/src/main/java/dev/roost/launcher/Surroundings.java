package dev.roost.launcher;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the program finds around itself.
 *
 * @param home the checkout or distribution: where {@code conf} and {@code plugins} are
 * @param directory where the user stands
 * @param environment the process's variables
 * @param input what is piped in
 */
public record Surroundings(
    Path home, Path directory, Map<String, String> environment, InputStream input) {

  /** Refuses missing parts. */
  public Surroundings {
    requireNonNull(home, "home");
    requireNonNull(directory, "directory");
    environment = Map.copyOf(environment);
    requireNonNull(input, "input");
  }

  /** This process's own. */
  static Surroundings ofProcess() {
    Path directory = Path.of("").toAbsolutePath();
    Map<String, String> environment = System.getenv();
    Path home =
        Optional.ofNullable(System.getProperty("roost.home"))
            .or(() -> Optional.ofNullable(environment.get("ROOST_HOME")))
            .filter(path -> !path.isEmpty())
            .map(directory::resolve)
            .orElse(directory);
    return new Surroundings(home.normalize(), directory, environment, System.in);
  }
}
