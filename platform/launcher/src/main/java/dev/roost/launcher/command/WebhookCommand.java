package dev.roost.launcher.command;

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

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? There is: webhook listen");
  }
}
