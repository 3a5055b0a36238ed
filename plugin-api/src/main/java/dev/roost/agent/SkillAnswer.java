package dev.roost.agent;

import dev.roost.protocol.McpToolCall;
import dev.roost.protocol.McpToolResult;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** How a skill's outcome goes back to who asked for it. */
interface SkillAnswer {
  /** To a task request: failures are errors, not answers. */
  SkillAnswer OF_TASK = TaskResponse::completed;

  /** The answer to a task that ended well. */
  Payload completed(String taskId, JsonObject output);

  /** The answer to a task that did not, if its failure is an answer. */
  default Optional<Payload> failed(RpcError error) {
    return Optional.empty();
  }

  /** To the call of a tool, whose failure is a result too. */
  static SkillAnswer of(McpToolCall call) {
    return new SkillAnswer() {
      @Override
      public Payload completed(String taskId, JsonObject output) {
        return new McpToolResult(call.requestId(), true, output, null);
      }

      @Override
      public Optional<Payload> failed(RpcError error) {
        return Optional.of(new McpToolResult(call.requestId(), false, null, error.message()));
      }
    };
  }
}
