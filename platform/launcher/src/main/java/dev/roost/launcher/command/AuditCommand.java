package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost audit}. */
@Command(
    name = "audit",
    description = "Looks after the audit log of a running platform.",
    synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? There is: audit verify");
  }

  /** {@code roost audit verify}. */
  @Command(
      name = "verify",
      description = "Goes through the whole chain of the audit log.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost audit verify",
        "",
        "Exit codes: 0 (nothing was changed), 1 (a line is not what was written, or is missing)"
      })
  public static final class VerifyCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Surroundings surroundings;
    @Mixin private final ManagementOptions management = new ManagementOptions();
    @Spec private CommandSpec spec;

    /** For {@code surroundings}. */
    public VerifyCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      JsonObject answer =
          management.client(surroundings).post("/api/audit/verify", new JsonObject(), LIMIT);
      Long broken = answer.getLong("broken");
      show(answer, broken, Console.of(spec));
      return broken == null ? 0 : 1;
    }

    private static void show(JsonObject answer, @Nullable Long broken, Console console) {
      if (console.json()) {
        console.print(answer);
      } else if (broken == null) {
        console.print("The chain holds, up to line " + answer.getLong("last") + ".");
      } else {
        console.print("Line " + broken + " is not what was written there, or is missing.");
      }
    }
  }
}
