package dev.roost.platform.task;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.Task;
import io.vertx.core.json.JsonObject;

/**
 * How deep a task stands whose parent lives on another platform. Only the caller knows, so it says
 * so in {@code extensions.task_depth}: platforms whose agents ask each other come to an end too. A
 * caller that claims much only keeps its own task from asking further.
 */
public final class TaskDepth {
  private static final String KEY = "task_depth";

  private TaskDepth() {}

  /** What a request says; 0 if it says nothing. */
  static int toldBy(Envelope request) {
    JsonObject extensions = request.extensions();
    return extensions != null && extensions.getValue(KEY) instanceof Number depth
        ? Math.max(0, Math.min(depth.intValue(), Task.MAX_DEPTH + 1))
        : 0;
  }

  /** The same request, saying how deep its task stands. */
  public static Envelope tell(Envelope request, int depth) {
    JsonObject extensions =
        request.extensions() == null ? new JsonObject() : request.extensions().copy();
    return request.withExtensions(extensions.put(KEY, depth));
  }
}
