package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import dev.roost.launcher.check.CheckRun;
import dev.roost.launcher.check.Peer;
import dev.roost.launcher.check.PeerOptions;
import dev.roost.launcher.check.Report;
import dev.roost.launcher.check.UnreachableException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code roost check}. */
@Command(
    name = "check",
    description = {
      "Asks an agent, Roost's or any other, whether it is a good ASAP peer.",
      "It runs the checks of the protocol's two harnesses under their names, and others in the"
          + " category interop. The agent gets some thirty requests; its skill is run about a dozen"
          + " times."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost check http://127.0.0.1:8080",
      "  roost check http://127.0.0.1:8080/agents/greeter --skill greet --input '{\"name\":\"Ada\"}'",
      "  roost check https://agents.example.com --category handshake,state --json",
      "  ROOST_TOKEN=... roost check http://127.0.0.1:8080 --sender urn:asap:agent:client",
      "",
      "Exit codes: 0 (all passed), 1 (a check failed), 2 (asked for wrongly, or nobody answers)"
    })
public final class CheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final PeerArguments arguments = new PeerArguments();
  @Mixin private final CheckSelection selection = new CheckSelection();
  @Spec private CommandSpec spec;

  /** For {@code surroundings}. */
  public CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    PeerOptions options = arguments.options(surroundings);
    try {
      Report report = new CheckRun(new Peer(options)).run(selection.checks());
      CheckOutput.print(report, console);
      return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (UnreachableException e) {
      return unreachable(String.valueOf(e.getMessage()), console);
    }
  }

  private static int unreachable(String message, Console console) {
    JsonObject error = new JsonObject().put("error", new JsonObject().put("message", message));
    console.tell(console.json() ? Console.escaped(error.encode()) : Table.harmless(message));
    return ExitCode.USAGE;
  }
}
