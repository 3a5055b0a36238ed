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
import picocli.CommandLine.Spec;

/** {@code roost agents}. */
@Command(
    name = "agents",
    description = "Lists the agents that a running platform serves.",
    footerHeading = "%nExamples:%n",
    footer = {"  roost agents", "  roost agents --json | jq -r '.agents[].urn'"})
public final class AgentsCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final ManagementOptions management = new ManagementOptions();
  @Spec private CommandSpec spec;

  /** For {@code surroundings}. */
  public AgentsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    JsonObject answer = management.client(surroundings).get("/api/agents");
    if (console.json()) {
      console.print(answer);
      return 0;
    }
    List<JsonObject> agents = Json.objects(answer, "agents");
    if (agents.isEmpty()) {
      console.print("No agents are served. Drop a plugin into the plugins directory.");
      return 0;
    }
    Table table =
        new Table(
            "AGENT", "VERSION", "SKILLS", "IN FLIGHT", "INSTANCES", "THREADING", "PLUGIN", "NODE");
    for (JsonObject agent : agents) {
      table.row(
          Json.text(agent, "urn"),
          Json.text(agent, "version"),
          skills(agent.getJsonArray("skills", new JsonArray())),
          Json.text(agent, "in_flight"),
          Json.text(agent, "instances"),
          Json.text(agent, "threading"),
          Json.text(agent, "plugin"),
          Json.text(agent, "node"));
    }
    table.print(console);
    return 0;
  }

  private static String skills(JsonArray skills) {
    String names = skills.stream().map(String::valueOf).limit(5).collect(Collectors.joining(", "));
    return skills.size() > 5 ? names + ", ... (" + skills.size() + ")" : names;
  }
}
