package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * Answers a {@link McpResourceFetch}.
 *
 * @param resourceUri the resource
 * @param content what it holds
 */
public record McpResourceData(String resourceUri, JsonObject content) implements Payload {
  /** Refuses missing parts. */
  public McpResourceData {
    requireNonNull(resourceUri, "resourceUri");
    requireNonNull(content, "content");
  }
}
