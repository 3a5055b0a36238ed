package dev.roost.platform.ops;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Addresses;
import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.AgentRoute;
import dev.roost.platform.http.Answers;
import dev.roost.platform.http.StrictServer;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The management API, on a port of its own and on loopback only. A request whose {@code Host} is
 * not a loopback name is refused, so that no web page can reach it through a name of its own.
 */
public final class ManagementVerticle extends VerticleBase {
  private static final Set<String> LOOPBACK_NAMES =
      Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int MAX_CONNECTIONS = 1_000;
  private static final DeliveryOptions FORGET =
      new DeliveryOptions().setLocalOnly(true).setSendTimeout(10_000);

  private final ManagementConfig config;
  private final AgentDirectory directory;
  private final LiveTasks tasks;
  private final VerticleBoard verticles;
  private final LedgerRoutes ledger;
  private final WebhookRoutes webhooks;
  private final OperatorCalls calls;
  private final AtomicInteger actualPort;
  private @Nullable HttpServer server;

  /**
   * @param actualPort is set to the port that is listened on
   */
  public ManagementVerticle(
      ManagementConfig config,
      AgentDirectory directory,
      AgentCalls agents,
      LiveTasks tasks,
      VerticleBoard verticles,
      LedgerRoutes ledger,
      WebhookRoutes webhooks,
      AtomicInteger actualPort) {
    this.config = config;
    this.directory = directory;
    this.tasks = tasks;
    this.verticles = verticles;
    this.ledger = ledger;
    this.webhooks = webhooks;
    this.calls = new OperatorCalls(agents);
    this.actualPort = actualPort;
  }

  @Override
  public Future<?> start() {
    StrictServer strict = StrictServer.of(vertx, MAX_CONNECTIONS, MAX_BODY_BYTES);
    HttpServer created = strict.create(new HttpServerOptions(), router(strict));
    server = created;
    return created
        .listen(config.port(), config.host())
        .onSuccess(listening -> actualPort.set(listening.actualPort()));
  }

  @Override
  public Future<?> stop() {
    return requireNonNull(server, "server").close();
  }

  private Router router(StrictServer strict) {
    PluginDirectoryView plugins = new PluginDirectoryView(vertx);
    Router router = Router.router(vertx);
    router.route().handler(ManagementVerticle::refuseForeignHosts);
    router
        .get("/api/agents")
        .handler(
            context ->
                plugins
                    .all()
                    .otherwise(new JsonArray())
                    .onSuccess(list -> answer(context, "agents", agents(list))));
    router.get("/api/verticles").handler(c -> answer(c, "verticles", verticles.toJson()));
    router.get("/api/tasks").handler(context -> answer(context, "tasks", tasks()));
    router
        .get("/api/plugins")
        .handler(
            context ->
                plugins
                    .all()
                    .onSuccess(list -> answer(context, "plugins", list))
                    .onFailure(failure -> detail(context, 503, "The plugin directory is not up")));
    router
        .post("/api/plugins/reload")
        .handler(
            context ->
                plugins
                    .reload()
                    .onSuccess(list -> answer(context, "plugins", list))
                    .onFailure(failure -> detail(context, 503, "The plugin directory is not up")));
    router
        .post("/api/auth/forget-keys")
        .handler(
            context ->
                forgetKeys()
                    .onSuccess(list -> answer(context, "issuers", list))
                    .onFailure(failure -> detail(context, 503, "The auth verticle is not up")));
    router
        .post("/api/calls")
        .handler(
            context ->
                strict
                    .body(context.request())
                    .compose(body -> call(context, body))
                    .onFailure(cause -> strict.refuse(context.request(), cause)));
    ledger.addTo(router, strict);
    webhooks.addTo(router, strict);
    router.errorHandler(404, context -> detail(context, 404, "Not Found"));
    router.errorHandler(405, context -> detail(context, 405, "Method Not Allowed"));
    router.errorHandler(500, context -> detail(context, 500, "Internal Server Error"));
    return router;
  }

  /** Whose keys are new is told when they are there, or when their provider does not give them. */
  private Future<JsonArray> forgetKeys() {
    return vertx
        .eventBus()
        .<JsonArray>request(Addresses.AUTH_FORGET, new JsonObject(), FORGET)
        .map(Message::body);
  }

  private static void refuseForeignHosts(RoutingContext context) {
    HttpServerRequest request = context.request();
    HostAndPort host = request.authority();
    if (host == null
        || !LOOPBACK_NAMES.contains(host.host().toLowerCase(Locale.ROOT))
        || request.getHeader("Origin") != null) {
      detail(context, 403, "Management answers on loopback names only, and to no web page");
    } else {
      context.next();
    }
  }

  private Future<Void> call(RoutingContext context, Buffer body) {
    try {
      return calls
          .call(body.toJsonObject())
          .compose(answer -> Answers.json(context.response(), 200, answer));
    } catch (DecodeException | ClassCastException e) {
      return detail(context, 400, "the body must be a JSON object");
    } catch (IllegalArgumentException e) {
      return detail(context, 400, String.valueOf(e.getMessage()));
    } catch (AsapException e) {
      JsonObject error = new JsonObject().put("error", e.error().toJson());
      return Answers.json(context.response(), 200, error);
    }
  }

  private JsonArray tasks() {
    JsonArray list = new JsonArray();
    tasks.all().stream().map(LiveTask::toJson).limit(1_000).forEach(list::add);
    return list;
  }

  private JsonArray agents(JsonArray plugins) {
    Map<String, String> threadings = new HashMap<>();
    for (Object plugin : plugins) {
      JsonObject json = (JsonObject) plugin;
      threadings.put(json.getString("id"), json.getString("threading"));
    }
    JsonArray list = new JsonArray();
    for (AgentRoute route : directory.agents()) {
      String plugin = route.pluginId();
      String threading =
          threadings.containsKey(plugin)
              ? threadings.get(plugin)
              : verticles.threading(plugin).orElse("");
      list.add(describe(route).put("threading", threading));
    }
    return list;
  }

  private static JsonObject describe(AgentRoute route) {
    JsonArray skills = new JsonArray();
    route.manifest().capabilities().skills().stream().map(Skill::id).forEach(skills::add);
    return new JsonObject()
        .put("urn", route.urn().value())
        .put("name", route.manifest().name())
        .put("version", route.manifest().version())
        .put("node", route.node())
        .put("generation", route.generation())
        .put("plugin", route.pluginId())
        .put("skills", skills)
        .put("in_flight", route.inFlight())
        .put("instances", route.instances());
  }

  private static void answer(RoutingContext context, String key, JsonArray list) {
    Answers.json(context.response(), 200, new JsonObject().put(key, list));
  }

  private static Future<Void> detail(RoutingContext context, int status, String detail) {
    return Answers.detail(context.response(), status, detail);
  }
}
