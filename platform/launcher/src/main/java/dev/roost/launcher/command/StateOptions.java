package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.ConfigLoader;
import dev.roost.launcher.config.PlatformConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration says where the state is. */
final class StateOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; conf/platform.json of the installation by default.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one value of the configuration. Repeatable.")
  private List<String> sets = List.of();

  PlatformConfig load(Surroundings surroundings) {
    Optional<Path> file = Optional.ofNullable(config).map(surroundings.directory()::resolve);
    return new ConfigLoader(surroundings.home(), surroundings.environment()).load(file, sets);
  }
}
