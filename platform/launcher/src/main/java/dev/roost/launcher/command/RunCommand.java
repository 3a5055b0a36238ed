package dev.roost.launcher.command;

import dev.roost.launcher.Platform;
import dev.roost.launcher.ShutdownHook;
import dev.roost.launcher.StartFailure;
import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.ConfigLoader;
import dev.roost.launcher.config.PlatformConfig;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code roost run}. */
@Command(
    name = "run",
    description = "Starts a platform and serves until it is told to stop (SIGTERM or Ctrl-C).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost run",
      "  roost run --config my.json --set http.port=9000 --set platform.debug=true",
      "  roost run --check      (is the configuration right? print what would hold)"
    })
public final class RunCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; conf/platform.json of the installation by default.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one value of the configuration, such as http.port=9000. Repeatable.")
  private List<String> sets = List.of();

  @Option(
      names = {"--check", "--dry-run"},
      description = "Only check the configuration and print it as it would hold, secrets masked.")
  private boolean check;

  /** For {@code surroundings}. */
  public RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    Optional<Path> file = Optional.ofNullable(config).map(surroundings.directory()::resolve);
    PlatformConfig loaded =
        new ConfigLoader(surroundings.home(), surroundings.environment()).load(file, sets);
    loaded.warnings().forEach(console::tell);
    if (check) {
      console.print(loaded.masked());
      console.tell("The configuration is valid.");
      return 0;
    }
    serve(loaded, console);
    return 0;
  }

  private static void serve(PlatformConfig config, Console console) {
    Platform platform = start(config);
    ShutdownHook hook = ShutdownHook.install(platform, console::tell);
    if (console.json()) {
      console.print(platform.status().toJson());
    } else {
      Banner.lines(platform.status()).forEach(console::print);
    }
    try {
      platform.awaitStop();
    } catch (InterruptedException e) {
      hook.stopNow();
      Thread.currentThread().interrupt();
    }
  }

  private static Platform start(PlatformConfig config) {
    Future<Platform> starting = Platform.start(config);
    try {
      return starting.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw StartFailure.explain(e.getCause(), config);
    } catch (InterruptedException e) {
      starting.onSuccess(Platform::stop);
      Thread.currentThread().interrupt();
      throw StartFailure.explain(e, config);
    }
  }
}
