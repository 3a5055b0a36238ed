package dev.roost.platform.http;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Upgrade;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Optional;

/** Where other transports take connections over. Asking costs a hit of the caller's rate. */
final class UpgradeEndpoint {
  private final Admission admission;
  private final Guard guard;
  private final Connections connections;

  UpgradeEndpoint(Admission admission, Guard guard, Connections connections) {
    this.admission = admission;
    this.guard = guard;
    this.connections = connections;
  }

  /** Open to all: such a transport asks who is there by itself, when the connection is its own. */
  void mount(Router router, Upgrade upgrade) {
    Access.open(router.get(upgrade.path()))
        .handler(context -> take(upgrade, context.request(), Optional.empty()));
    Access.open(router.get(NamedAgents.PATH + upgrade.path()))
        .handler(NamedAgents.named((request, agent) -> take(upgrade, request, agent)));
  }

  private void take(Upgrade upgrade, HttpServerRequest request, Optional<AgentUrn> agent) {
    if (admission.admits(request) && guard.takes(request)) {
      RequestWatch watch = connections.watch(request);
      upgrade.take(request, admission.caller(request), agent, watch::takenOver);
    }
  }
}
