package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.Secrets;
import dev.roost.launcher.config.Secrets.UnresolvedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roost webhook add}. */
@Command(
    name = "add",
    description =
        "Subscribes a URL to events of somebody's tasks, and prints its secret, this once.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost webhook add https://hooks.example.com/roost --owner anonymous",
      "  roost webhook add https://hooks.example.com/roost --owner urn:asap:agent:client \\",
      "      --events task.completed,task.failed --header 'x-api-key=$${env:HOOK_KEY}' --ping"
    })
final class WebhookAddCommand extends WebhookAction {
  @Parameters(paramLabel = "URL", description = "Where events go: https, at a public address.")
  private String url = "";

  @Option(
      names = "--owner",
      paramLabel = "SUBJECT",
      required = true,
      description = "Whose tasks: the subject of a token, or anonymous where none is asked for.")
  private String owner = "";

  @Option(
      names = "--events",
      paramLabel = "EVENT",
      split = ",",
      description = "Which: task.completed, task.failed, ..., task.*, artifact.*, or * (default).")
  private List<String> events = List.of("*");

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "How hard it is tried: auto (default), asap (half a minute) or durable (three days).")
  private String profile = "auto";

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "Sent with each delivery. A secret comes as $${env:NAME} or $${file:path}.")
  private Map<String, String> headers = Map.of();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "What signs: hmac (default), a secret of both sides, or ed25519, a key pair.")
  private String kind = "hmac";

  @Option(names = "--ping", description = "Sends a signed ping at once.")
  private boolean ping;

  WebhookAddCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ManagementClient platform) {
    JsonObject values = new JsonObject();
    headers.forEach((name, value) -> values.put(name, resolved(value)));
    return platform.post(
        "/webhooks",
        new JsonObject()
            .put("owner", owner)
            .put("url", url)
            .put("events", new JsonArray(events))
            .put("profile", profile)
            .put("headers", values)
            .put("kind", kind)
            .put("ping", ping));
  }

  private String resolved(String value) {
    if (!Secrets.isReference(value)) {
      return value;
    }
    try {
      return Secrets.resolve(value, surroundings().environment(), surroundings().directory());
    } catch (UnresolvedException e) {
      throw wrong("--header: " + e.getMessage());
    }
  }

  @Override
  void show(JsonObject answer, Console console) {
    WebhookView.key(answer, console);
  }
}
