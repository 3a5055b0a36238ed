package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import dev.roost.platform.state.transfer.Migration;
import dev.roost.platform.state.transfer.StateFile;
import dev.roost.spi.StateBackend;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roost state}. */
@Command(
    name = "state",
    description = "Takes the state of a platform that is stopped somewhere else.",
    synopsisSubcommandLabel = "COMMAND")
public final class StateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command? There are: state migrate, state export, state import");
  }

  /** {@code roost state migrate}. */
  @Command(
      name = "migrate",
      description = {
        "Copies everything from one database to another, empty one, and compares the two.",
        "Stop the platform first. What broke off goes on where it was when it is run again."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost state migrate --from sqlite:data/roost.db --to redis://127.0.0.1:6379",
        "  roost state migrate --from configured --to '$${env:REDIS_URI}'"
      })
  public static final class MigrateCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private final StateOptions options = new StateOptions();
    @Spec private CommandSpec spec;

    @Option(
        names = "--from",
        required = true,
        paramLabel = "DATABASE",
        description = "From where: " + StateAddress.HELP + ".")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "DATABASE", description = "To where.")
    private String to;

    /** For {@code surroundings}. */
    public MigrateCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      try (StateWork work = new StateWork(surroundings, options, console)) {
        StateBackend source = work.open(from);
        StateBackend target = openTarget(work, source);
        Path note = work.config().resolve("work/state-migration.json");
        Migration migration =
            new Migration(source, target, note, from + " to " + to, work::progress);
        work.run(migration::run, "Migrated", source, target);
      }
      return 0;
    }

    private StateBackend openTarget(StateWork work, StateBackend source) {
      try {
        return work.open(to);
      } catch (RuntimeException e) {
        source.close();
        throw e;
      }
    }
  }

  /** {@code roost state export}. */
  @Command(
      name = "export",
      description = "Writes everything to a new file of JSON lines, readable for you only.",
      footerHeading = "%nExamples:%n",
      footer = "  roost state export backup.jsonl")
  public static final class ExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private final StateOptions options = new StateOptions();
    @Spec private CommandSpec spec;

    @Option(
        names = "--from",
        defaultValue = StateAddress.CONFIGURED,
        paramLabel = "DATABASE",
        description = "From where: " + StateAddress.HELP + ".")
    private String from;

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    private Path file;

    /** For {@code surroundings}. */
    public ExportCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      try (StateWork work = new StateWork(surroundings, options, Console.of(spec))) {
        StateBackend source = work.open(from);
        StateFile target = new StateFile(surroundings.directory().resolve(file), work::progress);
        work.run(() -> target.write(source), "Exported", source);
      }
      return 0;
    }
  }

  /** {@code roost state import}. */
  @Command(
      name = "import",
      description = "Reads a file of 'state export' into an empty database.",
      footerHeading = "%nExamples:%n",
      footer = "  roost state import --to sqlite:data/restored.db backup.jsonl")
  public static final class ImportCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private final StateOptions options = new StateOptions();
    @Spec private CommandSpec spec;

    @Option(
        names = "--to",
        defaultValue = StateAddress.CONFIGURED,
        paramLabel = "DATABASE",
        description = "To where: " + StateAddress.HELP + ".")
    private String to;

    @Parameters(paramLabel = "FILE", description = "The file to read.")
    private Path file;

    /** For {@code surroundings}. */
    public ImportCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      try (StateWork work = new StateWork(surroundings, options, Console.of(spec))) {
        StateBackend target = work.open(to);
        StateFile source = new StateFile(surroundings.directory().resolve(file), work::progress);
        work.run(() -> source.read(target), "Imported", target);
      }
      return 0;
    }
  }
}
