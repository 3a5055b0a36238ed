package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost plugin}. */
@Command(
    name = "plugin",
    description = "Looks after the plugins of a running platform.",
    synopsisSubcommandLabel = "COMMAND")
public final class PluginCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? There is: plugin list");
  }

  /** {@code roost plugin list}. */
  @Command(
      name = "list",
      description = "Lists the plugins of a running platform, those that failed with their reason.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost plugin list",
        "  roost plugin list --json | jq '.plugins[] | select(.reason)'"
      })
  public static final class ListCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private final ManagementOptions management = new ManagementOptions();
    @Spec private CommandSpec spec;

    /** For {@code surroundings}. */
    public ListCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      JsonObject answer = management.client(surroundings).get("/api/plugins");
      if (console.json()) {
        console.print(answer);
      } else {
        print(Json.objects(answer, "plugins"), console);
      }
      return 0;
    }

    private static void print(List<JsonObject> plugins, Console console) {
      if (plugins.isEmpty()) {
        console.print("There are no plugins. Drop one into the plugins directory.");
        return;
      }
      Table table = new Table("PLUGIN", "VERSION", "STATE", "GENERATION", "AGENTS", "FILE");
      for (JsonObject plugin : plugins) {
        table.row(
            Json.text(plugin, "id"),
            Json.text(plugin, "version"),
            Json.text(plugin, "state"),
            Json.text(plugin, "generation"),
            agents(plugin),
            Json.text(plugin, "file"));
      }
      table.print(console);
      plugins.stream()
          .filter(plugin -> plugin.getString("reason") != null)
          .forEach(plugin -> console.print("\n" + reason(plugin)));
    }

    private static String agents(JsonObject plugin) {
      JsonArray agents = plugin.getJsonArray("agents", new JsonArray());
      return agents.isEmpty()
          ? "-"
          : agents.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String reason(JsonObject plugin) {
      return Table.harmless(Json.text(plugin, "file") + ": " + Json.text(plugin, "reason"));
    }
  }
}
