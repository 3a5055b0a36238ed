package dev.roost.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code roost} itself: what every command understands. */
@Command(
    name = "roost",
    description =
        "The ASAP agent platform: drop agents in as plugins, reach them over every binding.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost run",
      "  roost run --config my.json --set http.port=9000",
      "  roost agents",
      "  roost call urn:asap:agent:echo echo '{\"message\":\"hello\"}'",
      "  roost plugin list",
      "  roost state migrate --from sqlite:data/roost.db --to redis://127.0.0.1:6379",
      "  roost check http://127.0.0.1:8080",
      "  roost login https://agents.example.com --issuer https://id.example.com",
      "  roost webhook listen --port 9000 --secret-file secret",
      "  roost new agent weather",
      "",
      "Exit codes: 0, 1 (it did not work), 2 (asked for wrongly)"
    })
public final class RoostCommand implements Runnable {
  @Option(
      names = "--json",
      description = "Print for machines: JSON, no tables, no colours.",
      scope = ScopeType.INHERIT)
  private boolean json;

  @Spec private CommandSpec spec;

  static boolean isJson(CommandSpec command) {
    return command.root().userObject() instanceof RoostCommand root && root.json;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
