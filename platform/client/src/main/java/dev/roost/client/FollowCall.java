package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A task that is followed over one connection, from a sequence on. It ends with its connection. */
final class FollowCall extends SocketCall {
  private final String taskId;
  private final long after;
  private final SocketStream events;
  private final Promise<SocketStream> begun = Promise.promise();

  FollowCall(String id, String taskId, long after, Duration timeout, SocketStream events) {
    super(id, timeout);
    this.taskId = taskId;
    this.after = after;
    this.events = events;
  }

  Future<SocketStream> begun() {
    return begun.future();
  }

  @Override
  Buffer text() {
    return request("task.subscribe", id(), new JsonObject().put("from", after));
  }

  /** The request that ends it. */
  Buffer ending(String id) {
    return request("task.unsubscribe", id, new JsonObject());
  }

  private Buffer request(String method, String id, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", method)
        .put("params", params.put("task_id", taskId))
        .put("id", id)
        .toBuffer();
  }

  @Override
  boolean endsByItself() {
    return false;
  }

  @Override
  void confirmed() {
    begun.tryComplete(events);
  }

  /** By the task's id, or by that of the envelope that began it. */
  @Override
  boolean follows(Envelope event) {
    JsonObject extensions = event.extensions();
    return taskId.equals(event.correlationId())
        || extensions != null && taskId.equals(extensions.getValue("task_id"));
  }

  @Override
  void answered(Envelope event) {
    boolean behind = events.take(event);
    if (event.payload() instanceof TaskResponse) {
      finish();
      events.over(null);
    } else if (behind) {
      hold();
    }
  }

  @Override
  boolean outlivesConnection() {
    return !begun.future().isComplete();
  }

  @Override
  void expired(AsapClientException failure) {
    if (!begun.future().isComplete()) {
      failed(failure);
    }
  }

  @Override
  void failed(AsapClientException failure) {
    finish();
    if (!begun.tryFail(failure)) {
      events.over(failure);
    }
  }
}
