package dev.roost.platform.http;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The agents that paths name: {@code /agents/<name>/...}, {@code :} of the URN written as {@code
 * .}.
 */
public final class NamedAgents {
  private static final String ROOT = "/agents/";

  /** The beginning of every path that names an agent. */
  public static final String PATH = ROOT + ":agent";

  private static final int MAX_LISTED = 20;

  private final AgentDirectory directory;
  private final AgentUrn defaultAgent;

  /** Of the agents that this node can reach. */
  public NamedAgents(AgentDirectory directory, AgentUrn defaultAgent) {
    this.directory = requireNonNull(directory, "directory");
    this.defaultAgent = requireNonNull(defaultAgent, "defaultAgent");
  }

  /** The path that stands before the pages of {@code agent}. */
  static String pathOf(AgentUrn agent) {
    return ROOT + agent.pathName();
  }

  /** Hands the agent that the path names to {@code page}, whether or not there is such an agent. */
  static Handler<RoutingContext> named(BiConsumer<HttpServerRequest, Optional<AgentUrn>> page) {
    return context -> {
      Optional<AgentUrn> agent = AgentUrn.ofPathName(context.pathParam("agent"));
      if (agent.isPresent()) {
        page.accept(context.request(), agent);
      } else {
        Answers.detail(
            context.response(),
            404,
            "No agent can have this name: letters a-z, digits, hyphens, at most one '.' for ':'");
      }
    };
  }

  /** Shows {@code page} for agents that there are; the others are answered 404. */
  public Handler<RoutingContext> existing(Handler<HttpServerResponse> page) {
    return named(
        (request, agent) -> {
          if (directory.find(agent.orElse(defaultAgent)).isPresent()) {
            page.handle(request.response());
          } else {
            unknown(request.response(), agent.orElse(defaultAgent));
          }
        });
  }

  /** Answers that there is no such agent, with some that there are. */
  void unknown(HttpServerResponse response, AgentUrn agent) {
    String known =
        String.join(
            ", ",
            directory.agents().stream()
                .limit(MAX_LISTED)
                .map(route -> route.urn().value())
                .toList());
    Answers.detail(
        response,
        404,
        "No agent "
            + agent
            + " is deployed"
            + (agent.equals(defaultAgent) ? " (platform.defaultAgent)" : "")
            + "; deployed: "
            + (known.isEmpty() ? "none" : known));
  }
}
