package dev.roost.platform.http;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Gateway;
import dev.roost.spi.Scope;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The HTTP server of one event loop. */
final class HttpVerticle extends VerticleBase {
  /** Any free port, but the same for all instances; with 0 each would have its own. */
  private static final int ANY_PORT = -1;

  private final HttpBinding binding;
  private final Gateway gateway;
  private final Connections connections;
  private @Nullable HttpServer server;

  HttpVerticle(HttpBinding binding, Gateway gateway) {
    this.binding = binding;
    this.gateway = gateway;
    this.connections = binding.connections();
  }

  @Override
  public Future<?> start() {
    binding.loops().register();
    return options().compose(this::listen);
  }

  /** A certificate is read from files. */
  private Future<HttpServerOptions> options() {
    return binding
        .certificates()
        .map(
            certificates ->
                vertx
                    .executeBlocking(() -> certificates.first(vertx))
                    .map(
                        pair ->
                            ServerOptions.secure(pair, new TlsDoor(binding.doorkeeper()::arrived))))
        .orElseGet(() -> Future.succeededFuture(ServerOptions.clear()));
  }

  private Future<?> listen(HttpServerOptions options) {
    binding.upgrades().forEach(upgrade -> upgrade.configure(options));
    BodyReader bodies = new BodyReader(vertx, binding.config().maxRequestBytes());
    HttpServer created =
        new StrictServer(vertx, connections, bodies, binding.bodyBudget())
            .create(options, router(bodies));
    server = created;
    int port = binding.config().port();
    return created
        .listen(port == 0 ? ANY_PORT : port, binding.config().host())
        .onSuccess(listening -> listening(listening, options));
  }

  private void listening(HttpServer listening, HttpServerOptions options) {
    binding.listening(listening.actualPort());
    binding
        .certificates()
        .ifPresent(
            certificates ->
                certificates.follow(
                    pair ->
                        listening.updateSSLOptions(
                            options.getSslOptions().copy().setKeyCertOptions(pair))));
  }

  @Override
  public Future<?> stop() {
    binding.certificates().ifPresent(Certificates::end);
    return requireNonNull(server, "server")
        .shutdown(binding.config().shutdown().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Static paths first: the router tries one route after the other. */
  private Router router(BodyReader bodies) {
    Router router = Router.router(vertx);
    Admission admission = new Admission(gateway, connections);
    Guard guard = new Guard(gateway, admission, binding.resource());
    Access.guard(router, guard);
    MessageIntake intake =
        new MessageIntake(gateway, admission, guard, bodies, binding.bodyBudget(), connections);
    MessageEndpoint messages = new MessageEndpoint(gateway, intake);
    StreamEndpoint streams = new StreamEndpoint(vertx, gateway, intake);
    TaskEndpoint tasks = new TaskEndpoint(vertx, gateway, admission);
    WellKnownEndpoint wellKnown = binding.wellKnown();
    messages(router, "/asap", messages::handle);
    messages(router, "/asap/stream", streams::handle);
    page(router, WellKnownEndpoint.MANIFEST, wellKnown::manifest);
    page(router, WellKnownEndpoint.HEALTH, wellKnown::health);
    binding.registryPage(gateway, admission).mount(router);
    UpgradeEndpoint upgrades = new UpgradeEndpoint(admission, guard, connections);
    binding.upgrades().forEach(upgrade -> upgrades.mount(router, upgrade));
    binding.routes().forEach(routes -> routes.mount(router));
    tasks.mount(router, "");
    messages(router, NamedAgents.PATH + "/asap", messages::handle);
    messages(router, NamedAgents.PATH + "/asap/stream", streams::handle);
    tasks.mount(router, NamedAgents.PATH);
    page(router, NamedAgents.PATH + WellKnownEndpoint.MANIFEST, wellKnown::manifest);
    page(router, NamedAgents.PATH + WellKnownEndpoint.HEALTH, wellKnown::health);
    binding.identityRoutes(admission).mount(router);
    binding.resource().ifPresent(resource -> resource.mount(router));
    Access.checkDeclared(router);
    router.errorHandler(404, context -> Answers.detail(context.response(), 404, "Not Found"));
    router.errorHandler(
        405, context -> Answers.detail(context.response(), 405, "Method Not Allowed"));
    router.errorHandler(400, context -> Answers.detail(context.response(), 400, "Bad Request"));
    router.errorHandler(
        500, context -> Answers.detail(context.response(), 500, "Internal Server Error"));
    return router;
  }

  private static void page(
      Router router, String path, BiConsumer<HttpServerRequest, Optional<AgentUrn>> page) {
    IdentityRoutes.handle(Access.open(IdentityRoutes.get(router, path)), page);
  }

  private static void messages(
      Router router, String path, BiConsumer<HttpServerRequest, Optional<AgentUrn>> door) {
    IdentityRoutes.handle(Access.only(Scope.EXECUTE, router, router.post(path)), door);
  }
}
