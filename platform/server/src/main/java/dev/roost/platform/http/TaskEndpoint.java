package dev.roost.platform.http;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.Caller;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Gateway;
import dev.roost.spi.Outcome;
import dev.roost.spi.Scope;
import dev.roost.spi.TaskRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /asap/tasks/{id}} and {@code /events}: a task as its owner sees it. */
final class TaskEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(TaskEndpoint.class);
  private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("last-event-id");
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private final Vertx vertx;
  private final Gateway gateway;
  private final Admission admission;

  TaskEndpoint(Vertx vertx, Gateway gateway, Admission admission) {
    this.vertx = vertx;
    this.gateway = gateway;
    this.admission = admission;
  }

  /** Adds the pages below a path. */
  void mount(Router router, String root) {
    Route task = IdentityRoutes.get(router, root + "/asap/tasks/:task");
    Route events = router.get(root + "/asap/tasks/:task/events");
    Access.only(Scope.READ, router, task).handler(this::task);
    Access.only(Scope.READ, router, events).handler(this::events);
  }

  private void task(RoutingContext context) {
    look(context).onSuccess(task -> Answers.json(context.response(), 200, json(task)));
  }

  private void events(RoutingContext context) {
    HttpServerRequest request = context.request();
    try {
      long after = after(request);
      Caller caller = admission.caller(request);
      look(context)
          .compose(task -> gateway.follow(task.task().id(), after, caller))
          .onSuccess(events -> write(request, events));
    } catch (HttpFailure e) {
      Answers.detail(context.response(), e.status(), String.valueOf(e.getMessage()));
    }
  }

  private void write(HttpServerRequest request, EnvelopeStream events) {
    EventStream.write(vertx, request, events, TaskEndpoint::head);
  }

  private static void head(Envelope envelope, Buffer event) {
    JsonObject extensions = envelope.extensions();
    event
        .appendString("id: " + (extensions == null ? 0 : extensions.getLong("sequence")))
        .appendString("\nevent: " + envelope.payloadType() + "\n");
  }

  /** From where a client goes on: what it has seen last, else the query. */
  private static long after(HttpServerRequest request) {
    String seen = request.getHeader(LAST_EVENT_ID);
    if (seen == null) {
      return QueryParameters.of(request).integer("after", 0, 0, Integer.MAX_VALUE);
    }
    try {
      return Math.max(0, Long.parseLong(seen.strip()));
    } catch (NumberFormatException e) {
      throw HttpFailure.of(400, "Last-Event-ID must be the id of an event, which is a number");
    }
  }

  /** The task that the path names; whatever is wrong has been answered. */
  private Future<TaskRecord> look(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!admission.admits(request)) {
      return Future.failedFuture(HttpFailure.of(429, "too many requests"));
    }
    String id = context.pathParam("task");
    return gateway
        .task(id, admission.caller(request))
        .map(task -> ofNamedAgent(context, task))
        .onFailure(failure -> refuse(request.response(), failure));
  }

  private static TaskRecord ofNamedAgent(RoutingContext context, TaskRecord task) {
    String name = context.pathParam("agent");
    Optional<AgentUrn> agent = name == null ? Optional.empty() : AgentUrn.ofPathName(name);
    if (name != null && !agent.equals(Optional.of(task.agent()))) {
      throw HttpFailure.of(404, "Task not found");
    }
    return task;
  }

  private static void refuse(HttpServerResponse response, Throwable failure) {
    if (failure instanceof HttpFailure told) {
      Answers.detail(response, told.status(), String.valueOf(told.getMessage()));
    } else if (failure instanceof AsapException expected && isUnknownCaller(expected.error())) {
      response.putHeader("WWW-Authenticate", "Bearer");
      Answers.detail(response, UNAUTHORIZED, reason(expected.error()));
    } else if (failure instanceof AsapException expected
        && expected.error().code() == ErrorCode.TASK_NOT_FOUND.rpcCode()) {
      Answers.detail(response, 404, "Task not found");
    } else if (failure instanceof AsapException expected
        && expected.error().code() == ErrorCode.CONNECTION_ERROR.rpcCode()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
      Answers.detail(response, UNAVAILABLE, expected.error().message());
    } else {
      LOG.atError().setCause(failure).log("A task could not be shown");
      Answers.detail(response, 500, "Internal Server Error");
    }
  }

  private static boolean isUnknownCaller(RpcError error) {
    return error.data() != null
        && Integer.valueOf(UNAUTHORIZED).equals(error.data().getValue("status_code"));
  }

  private static String reason(RpcError error) {
    return error.data() == null ? error.message() : error.data().getString("error");
  }

  private static JsonObject json(TaskRecord record) {
    JsonObject page =
        new JsonObject()
            .put("task", Codec.TASK.write(record.task()).toJsonObject())
            .put("agent", record.agent().value())
            .put("sequence", record.lastSequence());
    Outcome outcome = record.outcome().orElse(null);
    if (outcome instanceof Outcome.Refused refused) {
      page.put("error", refused.error().toJson());
    } else if (outcome instanceof Outcome.Answered answered
        && answered.envelope().payload() instanceof TaskResponse response
        && response.result() != null) {
      page.put("result", response.result());
    }
    return page;
  }
}
