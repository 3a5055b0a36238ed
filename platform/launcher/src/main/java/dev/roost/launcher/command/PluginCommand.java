package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
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
    throw new ParameterException(
        spec.commandLine(), "Which command? There are: plugin list, plugin reload");
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
      show(management.client(surroundings).get("/api/plugins"), Console.of(spec));
      return 0;
    }
  }

  /** {@code roost plugin reload}. */
  @Command(
      name = "reload",
      description =
          "Tries again the plugins that failed, and takes in new files without waiting; then lists.",
      footerHeading = "%nExamples:%n",
      footer = "  roost plugin reload")
  public static final class ReloadCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(65);

    private final Surroundings surroundings;
    @Mixin private final ManagementOptions management = new ManagementOptions();
    @Spec private CommandSpec spec;

    /** For {@code surroundings}. */
    public ReloadCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      show(
          management.client(surroundings).post("/api/plugins/reload", new JsonObject(), LIMIT),
          Console.of(spec));
      return 0;
    }
  }

  private static void show(JsonObject answer, Console console) {
    if (console.json()) {
      console.print(answer);
    } else {
      print(Json.objects(answer, "plugins"), console);
    }
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
