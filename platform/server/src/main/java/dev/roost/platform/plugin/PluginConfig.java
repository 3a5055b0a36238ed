package dev.roost.platform.plugin;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The section {@code plugin} of the configuration.
 *
 * @param directory where the plugins are; need not exist yet
 * @param watch whether changes are picked up while the platform runs
 * @param agents what is said about single agents
 * @param scanMillis how often the directory is looked at
 * @param startSeconds how long a plugin may take to start
 * @param drainSeconds how long a generation that was replaced may finish its tasks
 */
public record PluginConfig(
    Path directory,
    boolean watch,
    Map<AgentUrn, AgentSettings> agents,
    long scanMillis,
    int startSeconds,
    int drainSeconds) {
  /** How often the directory is looked at by default, in milliseconds. */
  static final long SCAN_MILLIS = 250;

  /** How long a plugin may take to start by default, in seconds. */
  static final int START_SECONDS = 10;

  /** How long a replaced generation may finish its tasks by default, in seconds. */
  static final int DRAIN_SECONDS = 10;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public PluginConfig {
    requireNonNull(directory, "directory");
    agents = Map.copyOf(agents);
    check("plugin.scanMillis", scanMillis, 10, 60_000);
    check("plugin.startSeconds", startSeconds, 1, 600);
    check("plugin.drainSeconds", drainSeconds, 0, 600);
  }

  /** Watches {@code directory}, with the defaults. */
  public static PluginConfig of(Path directory) {
    return new PluginConfig(directory, true, Map.of(), SCAN_MILLIS, START_SECONDS, DRAIN_SECONDS);
  }

  /**
   * Reads the section, whose keys are all there and have been checked against the schema.
   *
   * @param directory where its {@code directory} leads
   */
  public static PluginConfig of(JsonObject plugin, Path directory) {
    Map<AgentUrn, AgentSettings> agents = new HashMap<>();
    plugin
        .getJsonObject("agents")
        .forEach(
            entry ->
                agents.put(
                    AgentUrn.of(entry.getKey()), AgentSettings.of((JsonObject) entry.getValue())));
    return new PluginConfig(
        directory, plugin.getBoolean("watch"), agents, SCAN_MILLIS, START_SECONDS, DRAIN_SECONDS);
  }

  AgentSettings settings(AgentUrn agent) {
    return agents.getOrDefault(agent, AgentSettings.DEFAULT);
  }

  private static void check(String path, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          path + " must be from " + min + " to " + max + ", not " + value);
    }
  }
}
