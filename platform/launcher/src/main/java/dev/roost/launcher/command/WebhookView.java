package dev.roost.launcher.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** Webhooks for people. */
final class WebhookView {
  private WebhookView() {}

  static void show(JsonObject webhook, Console console) {
    Table table = new Table("WHAT", "VALUE");
    for (String name : List.of("id", "owner", "url")) {
      table.row(name, Json.text(webhook, name));
    }
    table.row("events", texts(webhook.getJsonArray("events", new JsonArray())));
    table.row("profile", Json.text(webhook, "profile"));
    table.row("headers", headers(webhook));
    table.row("state", state(webhook));
    table.row("created", Json.text(webhook, "created_at"));
    for (JsonObject key : Json.objects(webhook, "keys")) {
      table.row("key", key(key));
    }
    table.print(console);
  }

  private static String headers(JsonObject webhook) {
    JsonObject headers = webhook.getJsonObject("headers", new JsonObject());
    return headers.isEmpty() ? "-" : String.join(", ", headers.fieldNames());
  }

  private static String key(JsonObject key) {
    String retired = key.getString("retired_at");
    return Json.text(key, "kind")
        + " since "
        + Json.text(key, "created_at")
        + (retired == null ? "" : ", replaced at " + retired);
  }

  static String texts(JsonArray texts) {
    return texts.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  static String state(JsonObject webhook) {
    JsonObject disabled = webhook.getJsonObject("disabled");
    JsonObject failing = webhook.getJsonObject("failing");
    if (disabled != null) {
      return "disabled: " + Json.text(disabled, "reason");
    }
    return failing == null ? "enabled" : "failing since " + Json.text(failing, "first_at");
  }

  /** What the receiver verifies with; there is no second time. */
  static void key(JsonObject answer, Console console) {
    JsonObject webhook = answer.getJsonObject("webhook", new JsonObject());
    console.print("Webhook:    " + Table.harmless(Json.text(webhook, "id")));
    if (answer.getString("secret") != null) {
      console.print("Secret:     " + Table.harmless(answer.getString("secret")));
    } else {
      console.print("Public key: " + Table.harmless(Json.text(answer, "public_key")));
    }
    console.tell("Give it to the receiver now: it is not shown again.");
  }
}
