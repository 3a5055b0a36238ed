package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Asks an agent to run one of its skills.
 *
 * @param conversationId the conversation that the task belongs to
 * @param parentTaskId the task that asked for this one
 * @param skillId the skill to run
 * @param input the skill's input
 * @param config how to run it
 */
public record TaskRequest(
    String conversationId,
    @Nullable String parentTaskId,
    String skillId,
    JsonObject input,
    @Nullable TaskConfig config)
    implements Payload {
  /** Refuses missing parts. */
  public TaskRequest {
    requireNonNull(conversationId, "conversationId");
    requireNonNull(skillId, "skillId");
    requireNonNull(input, "input");
  }

  /** The same, run in another way. */
  public TaskRequest withConfig(@Nullable TaskConfig other) {
    return new TaskRequest(conversationId, parentTaskId, skillId, input, other);
  }
}
