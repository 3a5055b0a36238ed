package dev.roost.agent;

import dev.roost.protocol.StateSnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The state of one task: versions of a JSON object that the skill saves, that callers may look at
 * ({@code state.query}) and go back to ({@code state.restore}). The platform keeps the last few.
 */
public final class TaskState {
  private final String taskId;
  private final AgentHost host;

  TaskState(String taskId, AgentHost host) {
    this.taskId = taskId;
    this.host = host;
  }

  /** Saves a version. The object must not be changed afterwards. */
  public Future<StateSnapshot> save(JsonObject data) {
    return host.saveState(taskId, data, false);
  }

  /** Saves a version from which the task may go on after an interruption. */
  public Future<StateSnapshot> checkpoint(JsonObject data) {
    return host.saveState(taskId, data, true);
  }

  /** The newest version; empty if none was saved. Read-only; copy before changing it. */
  public Future<Optional<StateSnapshot>> load() {
    return host.loadState(taskId);
  }
}
