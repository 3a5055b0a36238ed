package dev.roost.platform.ops;

import dev.roost.agent.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What the plugin directory holds, asked over the event bus. */
final class PluginDirectoryView {
  private static final DeliveryOptions OPTIONS =
      new DeliveryOptions().setLocalOnly(true).setSendTimeout(2_000);

  /** A plugin may take its time to start. */
  private static final DeliveryOptions RELOAD =
      new DeliveryOptions().setLocalOnly(true).setSendTimeout(60_000);

  private final Vertx vertx;

  PluginDirectoryView(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Every plugin with its state. */
  Future<JsonArray> all() {
    return vertx
        .eventBus()
        .<JsonArray>request(Addresses.PLUGIN_LIST, new JsonObject(), OPTIONS)
        .map(message -> message.body());
  }

  /** Tries again what failed, and takes in what is new, without waiting for the next look. */
  Future<JsonArray> reload() {
    return vertx
        .eventBus()
        .<JsonArray>request(Addresses.PLUGIN_RELOAD, new JsonObject(), RELOAD)
        .map(message -> message.body());
  }

  /** The plugins that do not run, with the reason; none while the directory is not up. */
  Future<JsonArray> broken() {
    return all().map(PluginDirectoryView::withReason).otherwise(new JsonArray());
  }

  private static JsonArray withReason(JsonArray plugins) {
    JsonArray broken = new JsonArray();
    for (Object plugin : plugins) {
      JsonObject json = (JsonObject) plugin;
      if (json.containsKey("reason")) {
        broken.add(
            new JsonObject()
                .put("id", json.getValue("id"))
                .put("file", json.getValue("file"))
                .put("reason", json.getValue("reason")));
      }
    }
    return broken;
  }
}
