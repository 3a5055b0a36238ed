package dev.roost.platform.ops;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.http.StrictServer;
import dev.roost.platform.webhook.WebhookVerticle;
import dev.roost.platform.webhook.endpoint.Endpoints;
import dev.roost.platform.webhook.endpoint.Issued;
import dev.roost.platform.webhook.endpoint.Ping;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.StateBackend;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Endpoints of webhooks and what could not be delivered to them, for operators. */
public final class WebhookRoutes {
  private static final String WEBHOOK = "webhook";
  private static final String LETTER = "dead letter";

  private final Endpoints endpoints;
  private final StateBackend state;
  private final Clock clock;

  /** Of {@code endpoints}, whose deliveries are in {@code state}. */
  public WebhookRoutes(Endpoints endpoints, StateBackend state, Clock clock) {
    this.endpoints = requireNonNull(endpoints, "endpoints");
    this.state = requireNonNull(state, "state");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Adds the pages.
   *
   * @param bodies reads what is posted
   */
  void addTo(Router router, StrictServer bodies) {
    addLettersTo(router);
    router.get("/webhooks").handler(page(this::list));
    router.post("/webhooks").handler(context -> register(context, bodies));
    router.get("/webhooks/counts").handler(page(query -> counts()));
    router.get("/webhooks/:id").handler(of(WEBHOOK, id -> shown(endpoints.find(id))));
    router
        .patch("/webhooks/:id")
        .handler(
            posted(bodies, (id, body) -> shown(endpoints.edit(id, WebhookRequests.edit(body)))));
    router.delete("/webhooks/:id").handler(of(WEBHOOK, this::remove));
    router
        .post("/webhooks/:id/rotate")
        .handler(
            posted(
                bodies,
                (id, body) ->
                    endpoints
                        .rotate(id, WebhookRequests.rotation(body))
                        .map(issued -> issued.map(WebhookJson::of))));
    router
        .post("/webhooks/:id/disable")
        .handler(
            posted(
                bodies,
                (id, body) -> shown(endpoints.disable(id, WebhookRequests.disabling(body)))));
    router
        .post("/webhooks/:id/enable")
        .handler(waking(of(WEBHOOK, id -> shown(endpoints.enable(id)))));
    router.post("/webhooks/:id/ping").handler(waking(of(WEBHOOK, this::ping)));
  }

  private void addLettersTo(Router router) {
    DeadLetterPages letters = new DeadLetterPages(state);
    router.get("/webhooks/dead-letters").handler(page(letters::list));
    router.delete("/webhooks/dead-letters").handler(page(letters::purge));
    router.post("/webhooks/dead-letters/replay").handler(waking(page(letters::replaySince)));
    router.get("/webhooks/dead-letters/:id").handler(of(LETTER, letters::find));
    router.post("/webhooks/dead-letters/:id/replay").handler(waking(of(LETTER, letters::replay)));
  }

  private static Handler<RoutingContext> page(Function<ParameterReader, Future<JsonObject>> work) {
    return context ->
        new OperatorPage(context, WEBHOOK, 200)
            .answer(() -> work.apply(new ParameterReader(context.queryParams())).map(Optional::of));
  }

  private static Handler<RoutingContext> of(
      String what, Function<String, Future<Optional<JsonObject>>> work) {
    return context ->
        new OperatorPage(context, what, 200).answer(() -> work.apply(context.pathParam("id")));
  }

  private static Handler<RoutingContext> posted(
      StrictServer bodies, BiFunction<String, JsonObject, Future<Optional<JsonObject>>> work) {
    return context ->
        new OperatorPage(context, WEBHOOK, 200)
            .answer(bodies, body -> work.apply(context.pathParam("id"), body));
  }

  /** What the page does can make something due. */
  private static Handler<RoutingContext> waking(Handler<RoutingContext> page) {
    return context -> {
      context.addEndHandler(answered -> WebhookVerticle.wake(context.vertx()));
      page.handle(context);
    };
  }

  private static Future<Optional<JsonObject>> shown(Future<Optional<WebhookEndpoint>> endpoint) {
    return endpoint.map(found -> found.map(WebhookJson::webhook));
  }

  private Future<JsonObject> list(ParameterReader query) {
    return endpoints
        .list(query.text("owner"), query.text("after"), query.limit())
        .map(page -> LedgerRoutes.listed("webhooks", page, WebhookJson::of));
  }

  private Future<JsonObject> counts() {
    return state.outbox().counts().map(counts -> WebhookJson.of(counts, endpoints.size()));
  }

  private void register(RoutingContext context, StrictServer bodies) {
    new OperatorPage(context, WEBHOOK, 201)
        .answer(
            bodies,
            body -> {
              boolean ping = WebhookRequests.ping(body);
              return endpoints
                  .register(WebhookRequests.registration(body))
                  .compose(issued -> ping ? pinged(context, issued) : answered(issued));
            });
  }

  private static Future<Optional<JsonObject>> answered(Issued issued) {
    return Future.succeededFuture(Optional.of(WebhookJson.of(issued)));
  }

  /** The key is shown now or never, so also if the ping cannot be kept. */
  private Future<Optional<JsonObject>> pinged(RoutingContext context, Issued issued) {
    OutboxEntry ping = Ping.of(issued.endpoint(), clock.instant());
    return state
        .outbox()
        .add(List.of(ping))
        .onSuccess(added -> WebhookVerticle.wake(context.vertx()))
        .transform(
            (added, failure) ->
                answered(issued)
                    .onSuccess(
                        json ->
                            json.ifPresent(
                                one -> one.put("ping", failure == null ? ping.id() : null))));
  }

  private Future<Optional<JsonObject>> remove(String id) {
    return endpoints
        .remove(id)
        .map(
            there ->
                there ? Optional.of(new JsonObject().put("status", "removed")) : Optional.empty());
  }

  private Future<Optional<JsonObject>> ping(String id) {
    return endpoints
        .find(id)
        .compose(found -> found.map(this::ping).orElse(Future.succeededFuture(Optional.empty())));
  }

  private Future<Optional<JsonObject>> ping(WebhookEndpoint endpoint) {
    if (endpoint.disabled().isPresent()) {
      throw new IllegalArgumentException(
          "It is disabled, so nothing is sent to it; enable it first");
    }
    OutboxEntry ping = Ping.of(endpoint, clock.instant());
    return state
        .outbox()
        .add(List.of(ping))
        .map(added -> Optional.of(new JsonObject().put("status", "pending").put("id", ping.id())));
  }
}
