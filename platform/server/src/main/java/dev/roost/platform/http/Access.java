package dev.roost.platform.http;

import dev.roost.spi.Scope;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * What a page asks of whoever wants it. Every route of the main port declares it, before its other
 * handlers; the port does not open with one that does not.
 */
public final class Access {
  private static final String DECLARED = "roost.access";
  private static final String GUARD = "roost.guard";

  private Access() {}

  /** Puts the guard there that routes of {@code router} will be behind. */
  static void guard(Router router, Guard guard) {
    router.putMetadata(GUARD, guard);
  }

  /** A page for everybody, or one that knows its callers by other means. */
  public static Route open(Route route) {
    return route.putMetadata(DECLARED, "open");
  }

  /** A page for those who may do what {@code scope} says, where identity providers say who may. */
  public static Route only(Scope scope, Router router, Route route) {
    Guard guard = router.getMetadata(GUARD);
    if (guard == null) {
      throw new IllegalStateException("the router has no guard");
    }
    route.putMetadata(DECLARED, scope.spelling());
    return guard.stands() ? route.handler(context -> guard.check(context, scope)) : route;
  }

  /** What a route has declared: {@code open} or a scope; null if nothing. */
  static String of(Route route) {
    return route.getMetadata(DECLARED);
  }

  /** Refuses a router with a route that has declared nothing. */
  static void checkDeclared(Router router) {
    List<String> forgotten =
        router.getRoutes().stream()
            .filter(route -> of(route) == null)
            .map(route -> route.methods() + " " + route.getPath())
            .toList();
    if (!forgotten.isEmpty()) {
      throw new IllegalStateException(
          "routes that do not say who may use them; use Access.open or Access.only: " + forgotten);
    }
  }
}
