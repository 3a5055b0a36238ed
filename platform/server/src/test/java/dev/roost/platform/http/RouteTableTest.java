package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.plugin.TestPlatform;
import dev.roost.spi.Scope;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who may use which page of the main port. A new page has to be written down here. */
class RouteTableTest {
  private static final String READ = "asap:read";
  private static final String EXECUTE = "asap:execute";
  private static final String OPEN = "open";

  private static final Map<String, String> OF_AN_AGENT =
      Map.ofEntries(
          Map.entry("[POST] /asap", EXECUTE),
          Map.entry("[POST] /asap/stream", EXECUTE),
          Map.entry("[GET] /asap/ws", OPEN),
          Map.entry("[GET, HEAD] /asap/tasks/:task", READ),
          Map.entry("[GET] /asap/tasks/:task/events", READ),
          Map.entry("[GET, HEAD] /asap/metrics", READ),
          Map.entry("[GET, HEAD] /health", OPEN),
          Map.entry("[GET, HEAD] /ready", OPEN),
          Map.entry("[GET, HEAD] /.well-known/asap/manifest.json", OPEN),
          Map.entry("[GET, HEAD] /.well-known/asap/health", OPEN));

  private static final Map<String, String> OF_IDENTITY =
      Map.of(
          "[GET, HEAD] /asap/capability/list", READ,
          "[GET, HEAD] /asap/capability/describe", READ,
          "[POST] /asap/capability/execute", OPEN,
          "[GET, HEAD] /asap/agent/status", OPEN,
          "[POST] /asap/agent/register", OPEN,
          "[POST] /asap/agent/revoke", OPEN,
          "[POST] /asap/agent/rotate-key", OPEN,
          "[POST] /asap/agent/reactivate", OPEN,
          "[POST] /asap/agent/request-capability", OPEN);

  private static Map<String, String> expected() {
    Map<String, String> table = new TreeMap<>();
    OF_AN_AGENT.forEach((page, access) -> putBoth(table, page, access));
    OF_IDENTITY.forEach(
        (page, access) -> {
          putBoth(table, page, access);
          putBoth(table, page.replace("] /asap", "] /asap/asap"), access);
        });
    table.put("[GET, HEAD] /audit", OPEN);
    table.put("[GET, HEAD] /registry.json", READ);
    return table;
  }

  private static void putBoth(Map<String, String> table, String page, String access) {
    table.put(page, access);
    table.put(page.replace("] /", "] /agents/:agent/"), access);
  }

  private static Map<String, String> table(Router router) {
    Map<String, String> table = new TreeMap<>();
    router
        .getRoutes()
        .forEach(
            route ->
                table.put(
                    route.methods().stream().map(Object::toString).sorted().toList()
                        + " "
                        + (route.getPath() == null ? route.getName() : route.getPath()),
                    String.valueOf(Access.of(route))));
    return table;
  }

  @Test
  void everyPageSaysWhoMayUseIt() {
    // Given
    AtomicReference<Router> router = new AtomicReference<>();

    // When
    try (TestNode node = TestNode.with().routes(router::set).start()) {
      assertThat(node.port()).isPositive();

      // Then
      assertThat(table(router.get())).isEqualTo(expected());
    }
  }

  @Test
  void aPageThatDoesNotSayItKeepsThePortClosed() {
    // Given
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    Access.open(router.get("/remembered")).handler(context -> context.end());
    router.get("/forgotten").handler(context -> context.end());

    // When / Then
    assertThatThrownBy(() -> Access.checkDeclared(router))
        .hasMessageContaining("[GET] /forgotten")
        .hasMessageNotContaining("remembered");
    assertThatThrownBy(() -> Access.only(Scope.READ, router, router.get("/unguarded")))
        .hasMessage("the router has no guard");
    TestPlatform.get(vertx.close());
  }
}
