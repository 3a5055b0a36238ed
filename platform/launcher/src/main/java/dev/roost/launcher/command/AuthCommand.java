package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost auth}. */
@Command(
    name = "auth",
    description = "Looks after the tokens that a running platform takes.",
    synopsisSubcommandLabel = "COMMAND")
public final class AuthCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? There is: auth forget-keys");
  }

  /** {@code roost auth forget-keys}. */
  @Command(
      name = "forget-keys",
      description = {
        "Has a running platform forget the keys of its identity providers and every token that it"
            + " has seen, and fetch the keys anew.",
        "For a key that was withdrawn because somebody else has it: by itself the platform looks"
            + " every five minutes. While a provider is away its tokens are answered 503."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost auth forget-keys",
        "",
        "Exit codes: 0 (all keys are there), 1 (a provider gives none, or no platform answers)"
      })
  public static final class ForgetKeysCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Surroundings surroundings;
    @Mixin private final ManagementOptions management = new ManagementOptions();
    @Spec private CommandSpec spec;

    /** For {@code surroundings}. */
    public ForgetKeysCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      JsonObject answer =
          management.client(surroundings).post("/api/auth/forget-keys", new JsonObject(), LIMIT);
      List<JsonObject> issuers = Json.objects(answer, "issuers");
      show(answer, issuers, Console.of(spec));
      return issuers.stream().allMatch(issuer -> issuer.containsKey("keys")) ? 0 : 1;
    }

    private static void show(JsonObject answer, List<JsonObject> issuers, Console console) {
      if (console.json()) {
        console.print(answer);
      } else if (issuers.isEmpty()) {
        console.print("This platform takes no tokens of identity providers.");
      } else {
        print(issuers, console);
      }
    }

    private static void print(List<JsonObject> issuers, Console console) {
      Table table = new Table("ISSUER", "KEYS", "REASON");
      for (JsonObject issuer : issuers) {
        table.row(
            Json.text(issuer, "issuer"), Json.text(issuer, "keys"), Json.text(issuer, "reason"));
      }
      table.print(console);
    }
  }
}
