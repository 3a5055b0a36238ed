package dev.roost.launcher;

import dev.roost.launcher.command.AgentsCommand;
import dev.roost.launcher.command.AuditCommand;
import dev.roost.launcher.command.AuthCommand;
import dev.roost.launcher.command.CallCommand;
import dev.roost.launcher.command.CheckCommand;
import dev.roost.launcher.command.DiscoverCommand;
import dev.roost.launcher.command.Failures;
import dev.roost.launcher.command.KeysCommand;
import dev.roost.launcher.command.LoginCommand;
import dev.roost.launcher.command.LogoutCommand;
import dev.roost.launcher.command.ManifestCommand;
import dev.roost.launcher.command.NewCommand;
import dev.roost.launcher.command.PluginCommand;
import dev.roost.launcher.command.RegistryCommand;
import dev.roost.launcher.command.RoostCommand;
import dev.roost.launcher.command.RunCommand;
import dev.roost.launcher.command.StateCommand;
import dev.roost.launcher.command.WebhookCommand;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** The program {@code roost}. */
public final class Roost {
  private static final String VERTX_LOGGING = "vertx.logger-delegate-factory-class-name";

  private Roost() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    if (System.getProperty(VERTX_LOGGING) == null) {
      System.setProperty(VERTX_LOGGING, "io.vertx.core.logging.SLF4JLogDelegateFactory");
    }
    System.exit(commandLine(Surroundings.ofProcess()).execute(arguments));
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine(Surroundings surroundings) {
    IVersionProvider version = () -> new String[] {"roost " + Version.current()};
    CommandLine line = new CommandLine(new RoostCommand());
    line.getCommandSpec().versionProvider(version);
    line.addSubcommand(new RunCommand(surroundings));
    line.addSubcommand(new AgentsCommand(surroundings));
    line.addSubcommand(new CallCommand(surroundings));
    line.addSubcommand(new CheckCommand(surroundings));
    line.addSubcommand(new DiscoverCommand(surroundings));
    line.addSubcommand(new LoginCommand(surroundings));
    line.addSubcommand(new LogoutCommand(surroundings));
    line.addSubcommand(
        new CommandLine(new AuthCommand())
            .addSubcommand(new AuthCommand.ForgetKeysCommand(surroundings)));
    line.addSubcommand(
        new CommandLine(new PluginCommand())
            .addSubcommand(new PluginCommand.ListCommand(surroundings))
            .addSubcommand(new PluginCommand.ReloadCommand(surroundings)));
    line.addSubcommand(
        new CommandLine(new StateCommand())
            .addSubcommand(new StateCommand.MigrateCommand(surroundings))
            .addSubcommand(new StateCommand.ExportCommand(surroundings))
            .addSubcommand(new StateCommand.ImportCommand(surroundings)));
    line.addSubcommand(
        new CommandLine(new AuditCommand())
            .addSubcommand(new AuditCommand.VerifyCommand(surroundings)));
    line.addSubcommand(WebhookCommand.with(surroundings));
    line.addSubcommand(
        new CommandLine(new KeysCommand())
            .addSubcommand(new KeysCommand.GenerateCommand(surroundings)));
    line.addSubcommand(
        new CommandLine(new ManifestCommand())
            .addSubcommand(new ManifestCommand.SignCommand(surroundings))
            .addSubcommand(new ManifestCommand.VerifyCommand(surroundings)));
    line.addSubcommand(
        new CommandLine(new RegistryCommand()).addSubcommand(new RegistryCommand.EntryCommand()));
    line.addSubcommand(
        new CommandLine(new NewCommand()).addSubcommand(new NewCommand.AgentCommand(surroundings)));
    return line.setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::execution);
  }
}
