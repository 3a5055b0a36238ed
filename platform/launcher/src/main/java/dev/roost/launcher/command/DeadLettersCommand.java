package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roost webhook dead-letters}. */
@Command(
    name = "dead-letters",
    description = "Looks after deliveries that were given up.",
    synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand implements Runnable {
  private static final String LETTERS = "/webhooks/dead-letters";

  @Spec private CommandSpec spec;

  /** With its subcommands. */
  static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new ListCommand(surroundings))
        .addSubcommand(new ShowCommand(surroundings))
        .addSubcommand(new ReplayCommand(surroundings))
        .addSubcommand(new PurgeCommand(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command? There are: list, show, replay, purge");
  }

  /** {@code roost webhook dead-letters list}. */
  @Command(name = "list", description = "Lists them, those first that died last.")
  static final class ListCommand extends WebhookAction {
    @Option(names = "--endpoint", paramLabel = "ID", description = "Only those of this webhook.")
    private @Nullable String endpoint;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Only those behind this one.")
    private @Nullable String after;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 1000.")
    private int limit = 100;

    ListCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      String query = parameter("endpoint", endpoint) + parameter("after", after);
      return platform.get(LETTERS + "?limit=" + limit + query);
    }

    @Override
    void show(JsonObject answer, Console console) {
      List<JsonObject> letters = Json.objects(answer, "dead_letters");
      if (letters.isEmpty()) {
        console.print("There are no dead letters.");
        return;
      }
      Table table = new Table("ID", "ENDPOINT", "TYPE", "TASK", "ATTEMPTS", "DIED", "REASON");
      for (JsonObject letter : letters) {
        table.row(
            Json.text(letter, "id"),
            Json.text(letter, "endpoint"),
            Json.text(letter, "type"),
            Json.text(letter, "task_id"),
            Json.text(letter, "attempts"),
            Json.text(letter, "died_at"),
            Json.text(letter, "reason"));
      }
      table.print(console);
      if (letters.size() >= limit) {
        String cursor = Json.text(letters.get(letters.size() - 1), "cursor");
        console.tell("There may be more: --after " + Table.harmless(cursor));
      }
    }
  }

  /** {@code roost webhook dead-letters show}. */
  @Command(name = "show", description = "Shows one, with what was to be delivered.")
  static final class ShowCommand extends WebhookAction {
    @Parameters(paramLabel = "ID", description = "The dead letter.")
    private String id = "";

    ShowCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.get(LETTERS + "/" + segment(id));
    }

    @Override
    void show(JsonObject answer, Console console) {
      Table table = new Table("WHAT", "VALUE");
      JsonObject letter = answer.getJsonObject("dead_letter", new JsonObject());
      letter.fieldNames().forEach(name -> table.row(name, Json.text(letter, name)));
      table.print(console);
    }
  }

  /** {@code roost webhook dead-letters replay}. */
  @Command(
      name = "replay",
      description = "Delivers again: one, or all that died since a time. Their ids stay the same.")
  static final class ReplayCommand extends WebhookAction {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The dead letter.")
    private @Nullable String id;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "All that died then or later, such as 2026-03-04T05:06:07Z.")
    private @Nullable OffsetDateTime since;

    @Option(names = "--endpoint", paramLabel = "ID", description = "Only those of this webhook.")
    private @Nullable String endpoint;

    ReplayCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      if (id == null && since != null) {
        String query = parameter("since", since).substring(1) + parameter("endpoint", endpoint);
        return platform.post(LETTERS + "/replay?" + query, new JsonObject());
      }
      if (id != null && since == null && endpoint == null) {
        return platform.post(LETTERS + "/" + segment(id) + "/replay", new JsonObject());
      }
      throw wrong("Which? Name one ID, or --since TIME and maybe --endpoint ID");
    }

    @Override
    void show(JsonObject answer, Console console) {
      console.print(Json.text(answer, "replayed") + " will be delivered again.");
    }
  }

  /** {@code roost webhook dead-letters purge}. */
  @Command(name = "purge", description = "Forgets those that died before a time.")
  static final class PurgeCommand extends WebhookAction {
    @Option(
        names = "--before",
        paramLabel = "TIME",
        required = true,
        description = "Such as 2026-03-04T05:06:07Z.")
    private @Nullable OffsetDateTime before;

    PurgeCommand(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ManagementClient platform) {
      return platform.delete(LETTERS + "?" + parameter("before", before).substring(1));
    }

    @Override
    void show(JsonObject answer, Console console) {
      console.print(Json.text(answer, "purged") + " are forgotten.");
    }
  }
}
