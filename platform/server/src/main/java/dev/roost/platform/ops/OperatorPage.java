package dev.roost.platform.ops;

import dev.roost.platform.http.Answers;
import dev.roost.platform.http.StrictServer;
import dev.roost.platform.webhook.SealException;
import dev.roost.protocol.AsapException;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers one request of an operator. */
final class OperatorPage {
  private final RoutingContext context;
  private final String what;
  private final int status;

  /**
   * @param what is missing if there is nothing, such as {@code webhook}
   * @param status if there is something
   */
  OperatorPage(RoutingContext context, String what, int status) {
    this.context = context;
    this.what = what;
    this.status = status;
  }

  /** Answers what the work finds, or 404. */
  void answer(Supplier<Future<Optional<JsonObject>>> work) {
    attempt(work).onSuccess(this::found).onFailure(this::refuse);
  }

  /** The same for work that needs what was posted, an empty object if nothing was. */
  void answer(StrictServer bodies, Function<JsonObject, Future<Optional<JsonObject>>> work) {
    bodies
        .body(context.request())
        .onFailure(failure -> bodies.refuse(context.request(), failure))
        .onSuccess(body -> answer(() -> work.apply(object(body))));
  }

  private static Future<Optional<JsonObject>> attempt(Supplier<Future<Optional<JsonObject>>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static JsonObject object(Buffer body) {
    try {
      return body.length() == 0 ? new JsonObject() : body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException("the body must be a JSON object");
    }
  }

  private void found(Optional<JsonObject> found) {
    found.ifPresentOrElse(
        json -> Answers.json(response(), status, json),
        () -> Answers.detail(response(), 404, "There is no such " + what));
  }

  private HttpServerResponse response() {
    return context.response();
  }

  private void refuse(Throwable failure) {
    if (failure instanceof AsapException refused) {
      JsonObject error = refused.error().toJson();
      JsonObject body = new JsonObject().put("detail", refused.getMessage()).put("error", error);
      Answers.json(response(), 400, body);
    } else {
      Answers.detail(response(), status(failure), String.valueOf(failure.getMessage()));
    }
  }

  private static int status(Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return 400;
    }
    return failure instanceof StateException || failure instanceof SealException ? 503 : 500;
  }
}
