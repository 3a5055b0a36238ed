package dev.roost.platform.task;

import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.Outcome;
import io.vertx.core.json.JsonObject;

/** What the log of a task ends with: the response, or one that carries the error. */
final class LastWord {
  private LastWord() {}

  static TaskResponse of(String taskId, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      JsonObject error = new JsonObject().put("error", refused.error().toJson());
      return new TaskResponse(taskId, TaskStatus.FAILED, error, null, null);
    }
    Payload payload = ((Outcome.Answered) outcome).envelope().payload();
    return payload instanceof TaskResponse response
        ? response
        : new TaskResponse(taskId, TaskStatus.COMPLETED, null, null, null);
  }
}
