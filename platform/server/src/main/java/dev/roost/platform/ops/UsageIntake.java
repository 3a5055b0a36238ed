package dev.roost.platform.ops;

import dev.roost.platform.http.Answers;
import dev.roost.platform.http.StrictServer;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Usage that somebody else has measured. It is answered when it is kept. */
final class UsageIntake {
  /** How many events come at once. */
  static final int MAX_EVENTS = 1_000;

  private static final String EVENTS = "events";
  private static final String RECORDED = "recorded";

  private final UsageStore usage;
  private final StrictServer bodies;

  UsageIntake(UsageStore usage, StrictServer bodies) {
    this.usage = usage;
    this.bodies = bodies;
  }

  void record(RoutingContext context) {
    answer(
        context,
        201,
        body -> {
          UsageEvent event = UsageJson.parse(body, "");
          return usage
              .record(List.of(event))
              .map(new JsonObject().put("status", RECORDED).put("task_id", event.taskId()));
        });
  }

  void recordAll(RoutingContext context) {
    answer(
        context,
        201,
        body -> {
          List<UsageEvent> events = events(body);
          JsonArray tasks = new JsonArray(events.stream().map(UsageEvent::taskId).toList());
          return usage
              .record(events)
              .map(
                  new JsonObject()
                      .put("status", RECORDED)
                      .put("count", events.size())
                      .put("task_ids", tasks));
        });
  }

  private static List<UsageEvent> events(JsonObject body) {
    if (!(body.getValue(EVENTS) instanceof JsonArray list)
        || list.isEmpty()
        || list.size() > MAX_EVENTS) {
      throw new IllegalArgumentException("/events must be a list of 1 to " + MAX_EVENTS);
    }
    List<UsageEvent> events = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      events.add(UsageJson.parse(list.getValue(i), "/events/" + i));
    }
    return events;
  }

  /** Says what would become of an event, and keeps nothing. */
  void validate(RoutingContext context) {
    answer(context, 200, body -> Future.succeededFuture(verdict(body)));
  }

  private static JsonObject verdict(JsonObject body) {
    try {
      UsageJson.parse(body, "");
      return new JsonObject().put("valid", true);
    } catch (IllegalArgumentException e) {
      return new JsonObject().put("valid", false).put("detail", e.getMessage());
    }
  }

  private void answer(
      RoutingContext context, int status, Function<JsonObject, Future<JsonObject>> work) {
    HttpServerResponse response = context.response();
    bodies
        .body(context.request())
        .onFailure(failure -> bodies.refuse(context.request(), failure))
        .onSuccess(
            body ->
                attempt(body, work)
                    .onSuccess(json -> Answers.json(response, status, json))
                    .onFailure(failure -> LedgerRoutes.refuse(response, failure)));
  }

  private static Future<JsonObject> attempt(
      Buffer body, Function<JsonObject, Future<JsonObject>> work) {
    try {
      return work.apply(body.toJsonObject());
    } catch (DecodeException | ClassCastException e) {
      return Future.failedFuture(new IllegalArgumentException("the body must be a JSON object"));
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }
}
