package dev.roost.platform.task;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.TaskUpdate;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task that has been accepted and not yet answered. */
public final class LiveTask {
  private final String id;
  private final AgentUrn agent;
  private final AgentUrn sender;
  private final String skillId;
  private final long acceptedMillis;
  private final int depth;
  private volatile @Nullable JsonObject progress;

  LiveTask(
      String id, AgentUrn agent, AgentUrn sender, String skillId, long acceptedMillis, int depth) {
    this.id = id;
    this.agent = agent;
    this.sender = sender;
    this.skillId = skillId;
    this.acceptedMillis = acceptedMillis;
    this.depth = depth;
  }

  /** The id that the server gave it. */
  public String id() {
    return id;
  }

  /** How many tasks stand above it. */
  int depth() {
    return depth;
  }

  /** Keeps how far the task is. */
  void update(TaskUpdate update) {
    progress = update.progress();
  }

  /** For the management API. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("agent", agent.value())
        .put("skill", skillId)
        .put("sender", sender.value())
        .put("depth", depth)
        .put("accepted_at", Instant.ofEpochMilli(acceptedMillis).toString())
        .put("progress", progress);
  }
}
