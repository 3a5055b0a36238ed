package dev.roost.platform.websocket;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.ValidationError;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Gateway;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tasks that one connection follows. Used on one event loop. */
final class Subscriptions {
  static final int MAX = 100;

  private final Session session;
  private final Gateway gateway;
  private final Map<String, EnvelopeStream> followed = new HashMap<>(0);

  Subscriptions(Session session, Gateway gateway) {
    this.session = session;
    this.gateway = gateway;
  }

  /** Follows {@code params.task_id} from behind {@code params.from}, by default from the start. */
  void subscribe(Object id, JsonObject params) {
    String taskId = taskId(params);
    gateway
        .follow(taskId, from(params), session.caller())
        .onSuccess(events -> follow(id, taskId, events))
        .onFailure(failure -> session.refuse(id, failure));
  }

  private void follow(Object id, String taskId, EnvelopeStream events) {
    if (followed.size() >= MAX && !followed.containsKey(taskId)) {
      events.close();
      session.refuse(id, tooMany());
      return;
    }
    EnvelopeStream before = followed.put(taskId, events);
    if (before != null) {
      session.unfollow(before);
    }
    session.answer(
        id, Texts.result(id, new JsonObject().put("subscribed", true).put("task_id", taskId)));
    session.follow(
        events, event -> session.send(Texts.push(event)), () -> followed.remove(taskId, events));
  }

  private static AsapException tooMany() {
    return AsapException.of(
        ErrorCode.RESOURCE_EXHAUSTED,
        "A connection follows at most " + MAX + " tasks",
        new JsonObject().put("max", MAX));
  }

  /** Follows {@code params.task_id} no more. */
  void unsubscribe(Object id, JsonObject params) {
    EnvelopeStream events = followed.remove(taskId(params));
    if (events != null) {
      session.unfollow(events);
    }
    session.answer(id, Texts.result(id, new JsonObject().put("unsubscribed", events != null)));
  }

  /** Forgets all; the connection closes their streams. */
  void close() {
    followed.clear();
  }

  private static String taskId(JsonObject params) {
    if (params.getValue("task_id") instanceof String taskId) {
      return taskId;
    }
    throw invalid("task_id", "string_type", "Input should be a valid string");
  }

  private static long from(JsonObject params) {
    Object from = params.getValue("from", 0);
    if (from instanceof Number number && number.longValue() >= 0) {
      return number.longValue();
    }
    throw invalid("from", "int_type", "Input should be a sequence number");
  }

  private static AsapException invalid(String key, String type, String message) {
    return new AsapException(
        RpcError.invalidParams(
            "Invalid subscription",
            ValidationError.toJson(List.of(new ValidationError(type, List.of(key), message)))));
  }
}
