package dev.roost.platform.http;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Ids;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The pages that ask for the tokens of hosts and agents. This node knows no hosts, so every request
 * is answered 401, whatever it shows; bodies are not looked at.
 */
final class IdentityEndpoint {
  private static final String MISSING = "Authentication required";
  private static final String UNCONFIGURED =
      "Host identity is not configured on this server: it accepts no host or agent tokens";

  private final AgentDirectory directory;
  private final NamedAgents agents;
  private final HttpConfig config;
  private final Admission admission;

  IdentityEndpoint(AgentDirectory directory, HttpConfig config, Admission admission) {
    this.directory = directory;
    this.agents = new NamedAgents(directory, config.defaultAgent());
    this.config = config;
    this.admission = admission;
  }

  /** The pages below {@code /asap/agent}. */
  void agent(HttpServerRequest request, Optional<AgentUrn> named) {
    refuse(request, named, false);
  }

  /** {@code /asap/capability/execute}, which gives its refusal of a token an id. */
  void execute(HttpServerRequest request, Optional<AgentUrn> named) {
    refuse(request, named, true);
  }

  private void refuse(HttpServerRequest request, Optional<AgentUrn> named, boolean withId) {
    if (!admission.admits(request)) {
      return;
    }
    HttpServerResponse response = request.response();
    if (named.isPresent() && directory.find(named.get()).isEmpty()) {
      agents.unknown(response, named.get());
      return;
    }
    response.putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge(named));
    Answers.json(response, 401, refusal(request, withId));
  }

  private static JsonObject refusal(HttpServerRequest request, boolean withId) {
    if (!request.headers().contains(HttpHeaders.AUTHORIZATION)) {
      return new JsonObject().put("detail", MISSING);
    }
    JsonObject refusal = new JsonObject().put("detail", UNCONFIGURED);
    return withId ? refusal.put("request_id", Ids.next()) : refusal;
  }

  private String challenge(Optional<AgentUrn> named) {
    return "Bearer, ASAP discovery=\""
        + config.publicUrl()
        + named.map(NamedAgents::pathOf).orElse("")
        + WellKnownEndpoint.MANIFEST
        + "\"";
  }
}
