package dev.roost.platform.http;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Scope;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Where capabilities, identity and the audit log are. */
final class IdentityRoutes {
  /** Some clients append {@code asap/...} to an endpoint that ends in {@code /asap} already. */
  private static final List<String> ROOTS = List.of("/asap", "/asap/asap");

  private static final List<String> AGENT_POSTS =
      List.of("register", "revoke", "rotate-key", "reactivate", "request-capability");

  private final CapabilityEndpoint capabilities;
  private final IdentityEndpoint identity;

  IdentityRoutes(CapabilityEndpoint capabilities, IdentityEndpoint identity) {
    this.capabilities = capabilities;
    this.identity = identity;
  }

  void mount(Router router) {
    ROOTS.forEach(root -> mount(router, root));
    ROOTS.forEach(root -> mount(router, NamedAgents.PATH + root));
    Access.open(get(router, "/audit"))
        .handler(context -> Answers.detail(context.response(), 404, "audit not configured"));
  }

  private void mount(Router router, String root) {
    handle(readable(router, root + "/capability/list"), capabilities::list);
    handle(readable(router, root + "/capability/describe"), capabilities::describe);
    handle(Access.open(router.post(root + "/capability/execute")), identity::execute);
    handle(Access.open(get(router, root + "/agent/status")), identity::agent);
    AGENT_POSTS.forEach(
        name -> handle(Access.open(router.post(root + "/agent/" + name)), identity::agent));
  }

  private static Route readable(Router router, String path) {
    return Access.only(Scope.READ, router, get(router, path));
  }

  /** A GET route, that takes HEAD too. */
  static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Hands the agent that the path names to {@code page}, or none. */
  static void handle(Route route, BiConsumer<HttpServerRequest, Optional<AgentUrn>> page) {
    String path = route.getPath();
    if (path != null && path.startsWith(NamedAgents.PATH)) {
      route.handler(NamedAgents.named(page));
    } else {
      route.handler(context -> page.accept(context.request(), Optional.empty()));
    }
  }
}
