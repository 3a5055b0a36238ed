package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Calls a tool of the Model Context Protocol.
 *
 * @param requestId the caller's id of the call
 * @param toolName the tool
 * @param arguments the tool's arguments
 * @param mcpContext free
 */
public record McpToolCall(
    String requestId, String toolName, JsonObject arguments, @Nullable JsonObject mcpContext)
    implements Payload {
  /** Refuses missing parts. */
  public McpToolCall {
    requireNonNull(requestId, "requestId");
    requireNonNull(toolName, "toolName");
    requireNonNull(arguments, "arguments");
  }
}
