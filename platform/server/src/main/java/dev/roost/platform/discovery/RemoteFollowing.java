package dev.roost.platform.discovery;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Reads the events of a task elsewhere for the sake of the last. */
final class RemoteFollowing {
  private final EnvelopeStream events;
  private final AgentUrn agent;
  private final Promise<TaskResponse> end = Promise.promise();

  RemoteFollowing(EnvelopeStream events, AgentUrn agent) {
    this.events = events;
    this.agent = agent;
  }

  /** How the task ends. */
  Future<TaskResponse> end() {
    events
        .handler(this::take)
        .exceptionHandler(end::tryFail)
        .endHandler(last -> end.tryFail(RemoteFailures.noEnd(agent)))
        .resume();
    return end.future();
  }

  private void take(Envelope event) {
    if (event.payload() instanceof TaskResponse response) {
      end.tryComplete(response);
    } else if (event.payload() instanceof TaskUpdate update && asks(update)) {
      end.tryFail(RemoteFailures.asksForInput(agent));
      events.close();
    }
  }

  private static boolean asks(TaskUpdate update) {
    return update.updateType() == UpdateType.INPUT_REQUIRED
        || update.status() == TaskStatus.INPUT_REQUIRED;
  }
}
