package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

/**
 * Asks for a resource of the Model Context Protocol.
 *
 * @param resourceUri the resource
 */
public record McpResourceFetch(String resourceUri) implements Payload {
  /** Refuses missing parts. */
  public McpResourceFetch {
    requireNonNull(resourceUri, "resourceUri");
  }
}
