package dev.roost.platform.http;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.AgentRoute;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** {@code /.well-known/asap/}: an agent's manifest and its health. */
final class WellKnownEndpoint {
  static final String MANIFEST = "/.well-known/asap/manifest.json";
  static final String HEALTH = "/.well-known/asap/health";

  private final AgentDirectory directory;
  private final NamedAgents agents;
  private final ManifestPages rootPages;
  private final ManifestPages agentPages;
  private final HttpConfig config;
  private final BooleanSupplier ready;
  private final long startedNanos = System.nanoTime();
  private final String cacheControl;

  WellKnownEndpoint(
      AgentDirectory directory,
      Presentation presentation,
      HttpConfig config,
      BooleanSupplier ready) {
    this.directory = directory;
    this.agents = new NamedAgents(directory, config.defaultAgent());
    this.config = config;
    this.ready = ready;
    this.rootPages = new ManifestPages(manifest -> presentation.page(manifest, ""));
    this.agentPages =
        new ManifestPages(
            manifest -> presentation.page(manifest, NamedAgents.pathOf(manifest.id())));
    this.cacheControl = "public, max-age=" + presentation.maxAgeSeconds();
  }

  /** The manifest of an agent, or of the default agent. */
  void manifest(HttpServerRequest request, Optional<AgentUrn> named) {
    AgentUrn agent = named.orElse(config.defaultAgent());
    ManifestPages pages = named.isPresent() ? agentPages : rootPages;
    Optional<AgentRoute> route = directory.find(agent);
    if (route.isEmpty()) {
      pages.forget(agent);
      agents.unknown(request.response(), agent);
      return;
    }
    ManifestPages.Page page = pages.of(route.get().manifest());
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.ETAG, page.etag())
            .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    if (EntityTags.matches(HeaderLists.get(request, HttpHeaders.IF_NONE_MATCH), page.etag())) {
      response.setStatusCode(304).end();
    } else {
      Answers.json(response, 200, page.body());
    }
  }

  /** The health of an agent, or of the default agent. */
  void health(HttpServerRequest request, Optional<AgentUrn> named) {
    AgentUrn agent = named.orElse(config.defaultAgent());
    Optional<AgentRoute> route = directory.find(agent);
    if (route.isEmpty()) {
      agents.unknown(request.response(), agent);
      return;
    }
    boolean healthy = ready.getAsBoolean();
    Manifest manifest = route.get().manifest();
    Answers.json(
        request.response(),
        healthy ? 200 : 503,
        new JsonObject()
            .put("status", healthy ? "healthy" : "unhealthy")
            .put("agent_id", agent.value())
            .put("version", manifest.version())
            .put("asap_version", manifest.capabilities().asapVersion())
            .put("uptime_seconds", uptimeSeconds())
            .put("load", load(route.get())));
  }

  private static JsonObject load(AgentRoute route) {
    int inFlight = route.inFlight();
    int running = Math.min(inFlight, route.running());
    return new JsonObject().put("active_tasks", running).put("queue_depth", inFlight - running);
  }

  private double uptimeSeconds() {
    return BigDecimal.valueOf((System.nanoTime() - startedNanos) / 1e9)
        .setScale(2, RoundingMode.HALF_UP)
        .doubleValue();
  }
}
