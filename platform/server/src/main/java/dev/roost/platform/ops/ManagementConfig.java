package dev.roost.platform.ops;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * The section {@code management}.
 *
 * @param host a loopback address
 * @param port the port, 0 for any free one
 */
public record ManagementConfig(String host, int port) {
  /** Refuses missing parts. */
  public ManagementConfig {
    requireNonNull(host, "host");
  }

  /** Reads the section, whose keys are all there and have been checked against the schema. */
  public static ManagementConfig of(JsonObject management) {
    return new ManagementConfig(management.getString("host"), management.getInteger("port"));
  }
}
