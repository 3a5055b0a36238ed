package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roost webhook}. */
@Command(
    name = "webhook",
    description = "Looks after the webhooks of a running platform, and listens for those of any.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost webhook add https://hooks.example.com/roost --owner anonymous --events 'task.*' --ping",
      "  roost webhook list --json | jq '.webhooks[] | select(.disabled)'",
      "  roost webhook rotate we_4fT0cQ2mPZkq1xYw9bNhLg",
      "  roost webhook dead-letters replay --since 2026-03-04T05:06:07Z"
    })
public final class WebhookCommand implements Runnable {
  private static final String WEBHOOKS = "/webhooks";

  @Spec private CommandSpec spec;

  /** With its subcommands. */
  public static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new WebhookCommand())
        .addSubcommand(new WebhookAddCommand(surroundings))
        .addSubcommand(new WebhookListCommand(surroundings))
        .addSubcommand(new ShowCommand(surroundings))
        .addSubcommand(new RotateCommand(surroundings))
        .addSubcommand(new EnableCommand(surroundings))
        .addSubcommand(new DisableCommand(surroundings))
        .addSubcommand(new RemoveCommand(surroundings))
        .addSubcommand(new PingCommand(surroundings))
        .addSubcommand(new CountsCommand(surroundings))
        .addSubcommand(DeadLettersCommand.with(surroundings))
        .addSubcommand(new WebhookListenCommand(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Which command? There are: "
            + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }

  /** Something about one webhook. */
  abstract static class OfOne extends WebhookAction {
    @Parameters(paramLabel = "ID", description = "The webhook, as roost webhook list shows it.")
    private String id = "";

    OfOne(Surroundings surroundings) {
      super(surroundings);
    }

    final String path() {
      return WEBHOOKS + "/" + segment(id);
    }

    final String id() {
      return id;
    }
  }

  /** {@code roost webhook show}. */
  @Command(name = "show", description = "Shows a webhook, but not its secret.")
  static final class ShowCommand extends OfOne {
    ShowCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.get(path());
    }

    @Override
    void show(JsonObject answer, Console console) {
      WebhookView.show(answer.getJsonObject("webhook", new JsonObject()), console);
    }
  }

  /** {@code roost webhook rotate}. */
  @Command(
      name = "rotate",
      description =
          "Gives a webhook a new secret and prints it, this once. The one before it signs, too, for"
              + " webhook.rotationHours.")
  static final class RotateCommand extends OfOne {
    @Option(
        names = "--kind",
        paramLabel = "KIND",
        description = "hmac or ed25519; as before by default.")
    private String kind = "";

    RotateCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      JsonObject body = kind.isEmpty() ? new JsonObject() : new JsonObject().put("kind", kind);
      return platform.post(path() + "/rotate", body);
    }

    @Override
    void show(JsonObject answer, Console console) {
      WebhookView.key(answer, console);
    }
  }

  /** {@code roost webhook enable}. */
  @Command(
      name = "enable",
      description = "Delivers to a webhook again, also what has been waiting for it.")
  static final class EnableCommand extends OfOne {
    EnableCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.post(path() + "/enable", new JsonObject());
    }

    @Override
    void show(JsonObject answer, Console console) {
      console.print(Table.harmless(id()) + " is enabled.");
    }
  }

  /** {@code roost webhook disable}. */
  @Command(name = "disable", description = "Delivers nothing to a webhook until it is enabled.")
  static final class DisableCommand extends OfOne {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks later.")
    private String reason = "by the operator";

    DisableCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.post(path() + "/disable", new JsonObject().put("reason", reason));
    }

    @Override
    void show(JsonObject answer, Console console) {
      console.print(Table.harmless(id()) + " is disabled.");
    }
  }

  /** {@code roost webhook remove}. */
  @Command(name = "remove", description = "Removes a webhook; what waits for it is not delivered.")
  static final class RemoveCommand extends OfOne {
    RemoveCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.delete(path());
    }

    @Override
    void show(JsonObject answer, Console console) {
      console.print(Table.harmless(id()) + " is removed.");
    }
  }

  /** {@code roost webhook ping}. */
  @Command(
      name = "ping",
      description =
          "Sends a webhook a signed event that tells nothing. Whether it arrived stands in its"
              + " receiver's log, in roost webhook counts, and among the dead letters if not.")
  static final class PingCommand extends OfOne {
    PingCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.post(path() + "/ping", new JsonObject());
    }

    @Override
    void show(JsonObject answer, Console console) {
      console.print("On its way as " + Table.harmless(Json.text(answer, "id")) + ".");
    }
  }

  /** {@code roost webhook counts}. */
  @Command(
      name = "counts",
      description = "Shows how many deliveries were accepted, and where all of them have gone.")
  static final class CountsCommand extends WebhookAction {
    CountsCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.get(WEBHOOKS + "/counts");
    }

    @Override
    void show(JsonObject answer, Console console) {
      Table table = new Table("WHAT", "HOW MANY");
      answer.forEach(count -> table.row(count.getKey(), count.getValue()));
      table.print(console);
    }
  }
}
