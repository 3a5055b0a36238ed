package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roost webhook list}. */
@Command(name = "list", description = "Lists the webhooks of a running platform by their ids.")
final class WebhookListCommand extends WebhookAction {
  @Option(names = "--owner", paramLabel = "SUBJECT", description = "Only those of this owner.")
  private @Nullable String owner;

  @Option(names = "--after", paramLabel = "ID", description = "Only those behind this one.")
  private @Nullable String after;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 1000.")
  private int limit = 1_000;

  WebhookListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ManagementClient platform) {
    return platform.get(
        "/webhooks?limit=" + limit + parameter("owner", owner) + parameter("after", after));
  }

  @Override
  void show(JsonObject answer, Console console) {
    List<JsonObject> webhooks = Json.objects(answer, "webhooks");
    if (webhooks.isEmpty()) {
      console.print("There are no webhooks. Add one with 'roost webhook add'.");
      return;
    }
    Table table = new Table("ID", "OWNER", "URL", "EVENTS", "STATE");
    for (JsonObject webhook : webhooks) {
      table.row(
          Json.text(webhook, "id"),
          Json.text(webhook, "owner"),
          Json.text(webhook, "url"),
          WebhookView.texts(webhook.getJsonArray("events", new JsonArray())),
          WebhookView.state(webhook));
    }
    table.print(console);
    if (webhooks.size() >= limit) {
      String last = Json.text(webhooks.get(webhooks.size() - 1), "id");
      console.tell("There may be more: --after " + Table.harmless(last));
    }
  }
}
