package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A task that is followed over one connection, from a sequence on. It ends with its connection. A
 * peer tells a task once over a connection, whoever follows it there: the last who asks says from
 * where, and the last who leaves says that it is over.
 */
final class FollowCall extends SocketCall {
  private final String taskId;
  private final SocketStream events;
  private final Promise<SocketStream> begun = ContextInternal.current().promise();
  private long sequence;

  FollowCall(String id, String taskId, long after, Duration timeout, SocketStream events) {
    super(id, timeout);
    this.taskId = taskId;
    this.sequence = after;
    this.events = events;
  }

  Future<SocketStream> begun() {
    return begun.future();
  }

  @Override
  Buffer text() {
    long from = companions().mapToLong(follower -> follower.sequence).min().orElse(sequence);
    return request("task.subscribe", id(), new JsonObject().put("from", from));
  }

  /** Who follows the same task over the same connection, with this one. */
  private Stream<FollowCall> companions() {
    return line() == null
        ? Stream.of(this)
        : line().calls().stream()
            .filter(FollowCall.class::isInstance)
            .map(FollowCall.class::cast)
            .filter(follower -> follower.taskId.equals(taskId));
  }

  /** Asks for no more, unless others still want it. */
  void leave() {
    if (companions().count() == 1) {
      say(request("task.unsubscribe", Ids.next(), new JsonObject()));
    }
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
    begun.tryComplete(events);
    if (event.extensions() != null
        && event.extensions().getValue("sequence") instanceof Number number) {
      sequence = Math.max(sequence, number.longValue());
    }
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
      leave();
      failed(failure);
    }
  }

  @Override
  void failed(AsapClientException failure) {
    finish();
    if (!begun.tryFail(failure)) {
      leave();
      events.over(failure);
    }
  }
}
