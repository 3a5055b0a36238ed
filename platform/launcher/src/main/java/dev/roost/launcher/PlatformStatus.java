package dev.roost.launcher;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What a platform serves when it is ready.
 *
 * @param version the platform's version
 * @param startTime how long the process took to get ready
 * @param messages where messages are taken
 * @param management the management port
 * @param agents the agents' URNs
 * @param failedPlugins the plugins that do not serve
 */
public record PlatformStatus(
    String version,
    Duration startTime,
    URI messages,
    URI management,
    List<String> agents,
    List<FailedPlugin> failedPlugins) {

  /** Takes copies. */
  public PlatformStatus {
    agents = List.copyOf(agents);
    failedPlugins = List.copyOf(failedPlugins);
  }

  /** The same for machines. */
  public JsonObject toJson() {
    JsonArray failed = new JsonArray();
    failedPlugins.forEach(
        plugin ->
            failed.add(new JsonObject().put("file", plugin.file()).put("reason", plugin.reason())));
    return new JsonObject()
        .put("version", version)
        .put("start_millis", startTime.toMillis())
        .put("messages", messages.toString())
        .put("management", management.toString())
        .put("agents", new JsonArray(agents))
        .put("failed_plugins", failed);
  }

  /**
   * A plugin that does not serve.
   *
   * @param file its file in the plugins directory
   * @param reason why
   */
  public record FailedPlugin(String file, String reason) {}
}
