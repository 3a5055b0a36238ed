package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost webhook}. */
@Command(
    name = "webhook",
    description = "Deals with webhooks: with what tells others how tasks go.",
    synopsisSubcommandLabel = "COMMAND")
public final class WebhookCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** With its subcommands. */
  public static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new WebhookCommand())
        .addSubcommand(new WebhookListenCommand(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Which command? There are: "
            + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
