package dev.roost.platform.ops;

import dev.roost.platform.http.Access;
import dev.roost.platform.http.Answers;
import dev.roost.platform.http.HttpRoutes;
import dev.roost.platform.http.NamedAgents;
import dev.roost.spi.Scope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.function.UnaryOperator;

/**
 * {@code /health} (the process answers), {@code /ready} (it takes work) and {@code /asap/metrics},
 * at the root and below each agent.
 */
public final class ProbeRoutes implements HttpRoutes {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final JsonObject OK = new JsonObject().put("status", "ok");

  private final NamedAgents agents;
  private final VerticleBoard verticles;
  private final PluginDirectoryView plugins;
  private final PrometheusMeterRegistry metrics;

  /** For this node. */
  public ProbeRoutes(
      Vertx vertx, NamedAgents agents, VerticleBoard verticles, PrometheusMeterRegistry metrics) {
    this.agents = agents;
    this.verticles = verticles;
    this.plugins = new PluginDirectoryView(vertx);
    this.metrics = metrics;
  }

  @Override
  public void mount(Router router) {
    page(router, "/health", Access::open, response -> Answers.json(response, 200, OK));
    page(router, "/ready", Access::open, this::ready);
    page(router, "/asap/metrics", route -> Access.only(Scope.READ, router, route), this::metrics);
  }

  private void page(
      Router router, String path, UnaryOperator<Route> access, Handler<HttpServerResponse> page) {
    access.apply(get(router, path)).handler(context -> page.handle(context.response()));
    access.apply(get(router, NamedAgents.PATH + path)).handler(agents.existing(page));
  }

  private static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** A broken plugin is told, but does not make the node unready: the others serve. */
  private void ready(HttpServerResponse response) {
    plugins
        .broken()
        .onSuccess(
            broken -> {
              boolean ready = verticles.isReady();
              Answers.json(response, ready ? 200 : 503, status(ready, broken));
            });
  }

  private JsonObject status(boolean ready, JsonArray broken) {
    JsonObject details = new JsonObject();
    if (!ready) {
      details.put("verticles", verticles.obstacles());
    }
    if (!broken.isEmpty()) {
      details.put("plugins", broken);
    }
    JsonObject status = new JsonObject().put("status", ready ? "ok" : "unavailable");
    return details.isEmpty() ? status : status.put("details", details);
  }

  private void metrics(HttpServerResponse response) {
    Answers.page(response, 200, METRICS_TYPE, Buffer.buffer(metrics.scrape()));
  }
}
