package dev.roost.platform.discovery;

import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.TaskDepth;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;

/**
 * A request as it leaves for another platform: what a node knows of a task of its own is told. That
 * is the time that is left and the depth; conversation, parent and trace stand in it already.
 */
final class RemoteRequest {
  private static final long SECOND = 1_000;

  private RemoteRequest() {}

  /**
   * The request of a call.
   *
   * @param millis how long the answer is wanted
   */
  static Envelope of(LiveTask call, long millis) {
    Envelope request = TaskDepth.tell(call.request(), call.depth());
    return request.payload() instanceof TaskRequest task
        ? request.withPayload(limited(task, (millis + SECOND - 1) / SECOND))
        : request;
  }

  private static TaskRequest limited(TaskRequest task, long seconds) {
    TaskConfig config = task.config() == null ? TaskConfig.NONE : task.config();
    return new TaskRequest(
        task.conversationId(),
        task.parentTaskId(),
        task.skillId(),
        task.input(),
        config.withTimeoutSeconds(seconds));
  }
}
