package dev.roost.platform.http;

import dev.roost.client.registry.RegistryEntry;
import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.AgentListing;
import dev.roost.platform.discovery.AgentRoute;
import dev.roost.protocol.Manifest;
import dev.roost.spi.Gateway;
import dev.roost.spi.Principal;
import dev.roost.spi.Scope;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/**
 * {@code /registry.json}: all agents in the form of the Lite Registry; where identity providers say
 * who may ask whom, those that the caller may ask. Used by one event loop only; it holds the page
 * for those who may ask everybody.
 */
final class RegistryPage {
  static final String PATH = "/registry.json";
  private static final String VERSION = "1.0";

  /** The caller was known to the guard a moment ago. */
  private static final String UNAVAILABLE = "Authentication service unavailable";

  private final AgentDirectory directory;
  private final Presentation presentation;
  private final Gateway gateway;
  private final Admission admission;
  private final boolean guarded;
  private @Nullable Page whole;

  /** A page as it is shown. */
  private record Page(AgentListing source, Buffer body, String etag) {}

  RegistryPage(
      AgentDirectory directory,
      Presentation presentation,
      Gateway gateway,
      Admission admission,
      boolean guarded) {
    this.directory = directory;
    this.presentation = presentation;
    this.gateway = gateway;
    this.admission = admission;
    this.guarded = guarded;
  }

  void mount(Router router) {
    Access.only(Scope.READ, router, IdentityRoutes.get(router, PATH))
        .handler(context -> handle(context.request()));
  }

  private void handle(HttpServerRequest request) {
    if (guarded) {
      gateway
          .identify(admission.caller(request), Scope.READ)
          .onSuccess(caller -> show(request, caller))
          .onFailure(gone -> Answers.detail(request.response(), 503, UNAVAILABLE));
    } else {
      show(request, Principal.ANONYMOUS);
    }
  }

  private void show(HttpServerRequest request, Principal caller) {
    Page page = caller.reach().isEmpty() ? whole() : page(directory.listing(), caller);
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.ETAG, page.etag())
            .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl());
    if (EntityTags.matches(HeaderLists.get(request, HttpHeaders.IF_NONE_MATCH), page.etag())) {
      response.setStatusCode(304).end();
    } else {
      Answers.json(response, 200, page.body());
    }
  }

  private String cacheControl() {
    return (guarded ? "private" : "public") + ", max-age=" + presentation.maxAgeSeconds();
  }

  private Page whole() {
    AgentListing listing = directory.listing();
    Page page = whole;
    if (page == null || page.source() != listing) {
      page = page(listing, Principal.ANONYMOUS);
      whole = page;
    }
    return page;
  }

  private Page page(AgentListing listing, Principal caller) {
    JsonArray agents = new JsonArray();
    listing.agents().stream()
        .filter(route -> caller.mayAsk(route.urn()))
        .forEach(route -> agents.add(entry(route)));
    Buffer body =
        new JsonObject()
            .put("version", VERSION)
            .put("updated_at", listing.since())
            .put("agents", agents)
            .toBuffer();
    return new Page(listing, body, EntityTags.of(body));
  }

  private JsonObject entry(AgentRoute route) {
    String path = NamedAgents.pathOf(route.urn());
    Manifest shown = presentation.at(route.manifest(), path);
    RegistryEntry entry =
        RegistryEntry.of(shown, presentation.publicUrl() + path + WellKnownEndpoint.MANIFEST);
    return RegistryEntry.CODEC.write(entry).toJsonObject();
  }
}
