package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link McpToolCall}: a result when it went well, else an error, never both.
 *
 * @param requestId the call's id
 * @param success whether it went well
 * @param result what the tool answered; there exactly when {@code success}
 * @param error what went wrong; there exactly when not {@code success}
 */
public record McpToolResult(
    String requestId, boolean success, @Nullable JsonObject result, @Nullable String error)
    implements Payload {
  /** Refuses missing parts. */
  public McpToolResult {
    requireNonNull(requestId, "requestId");
  }
}
