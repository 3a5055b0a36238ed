package dev.roost.platform.http;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.AgentRoute;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Skill;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The skills of an agent as capabilities that clients may list and look at. Open to everybody. */
final class CapabilityEndpoint {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  private final AgentDirectory directory;
  private final NamedAgents agents;
  private final AgentUrn defaultAgent;
  private final Admission admission;
  private final BooleanSupplier durable;

  /**
   * @param durable whether tasks can outlive the process
   */
  CapabilityEndpoint(
      AgentDirectory directory,
      AgentUrn defaultAgent,
      Admission admission,
      BooleanSupplier durable) {
    this.directory = directory;
    this.agents = new NamedAgents(directory, defaultAgent);
    this.defaultAgent = defaultAgent;
    this.admission = admission;
    this.durable = durable;
  }

  /** A page of the skills whose name or description contains what is asked for. */
  void list(HttpServerRequest request, Optional<AgentUrn> named) {
    answer(request, named, CapabilityEndpoint::list);
  }

  /** One skill, with its schemas. */
  void describe(HttpServerRequest request, Optional<AgentUrn> named) {
    answer(
        request,
        named,
        (skills, query) -> describe(skills, query).put("durable", durable.getAsBoolean()));
  }

  @FunctionalInterface
  private interface Page {
    JsonObject of(List<Skill> skills, QueryParameters query);
  }

  private void answer(HttpServerRequest request, Optional<AgentUrn> named, Page page) {
    if (!admission.admits(request)) {
      return;
    }
    AgentUrn agent = named.orElse(defaultAgent);
    Optional<AgentRoute> route = directory.find(agent);
    if (route.isEmpty()) {
      agents.unknown(request.response(), agent);
      return;
    }
    try {
      List<Skill> skills = route.get().manifest().capabilities().skills();
      Answers.json(request.response(), 200, page.of(skills, QueryParameters.of(request)));
    } catch (HttpFailure e) {
      Answers.detail(request.response(), e.status(), String.valueOf(e.getMessage()));
    }
  }

  private static JsonObject list(List<Skill> skills, QueryParameters query) {
    int cursor = query.integer("cursor", 0, 0, Integer.MAX_VALUE);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    List<Skill> matches = matching(skills, query.text("query").orElse("")).toList();
    int from = Math.min(cursor, matches.size());
    int to = from + Math.min(limit, matches.size() - from);
    JsonArray capabilities = new JsonArray();
    matches.subList(from, to).forEach(skill -> capabilities.add(summary(skill)));
    JsonObject page = new JsonObject().put("capabilities", capabilities);
    return to < matches.size() ? page.put("next_cursor", to) : page;
  }

  private static Stream<Skill> matching(List<Skill> skills, String query) {
    String wanted = query.toLowerCase(Locale.ROOT);
    return skills.stream()
        .filter(skill -> contains(skill.id(), wanted) || contains(skill.description(), wanted));
  }

  private static boolean contains(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private static JsonObject describe(List<Skill> skills, QueryParameters query) {
    String name =
        query
            .text("name")
            .filter(given -> !given.isEmpty())
            .orElseThrow(() -> HttpFailure.of(422, "Query parameter name is required"));
    Skill skill =
        skills.stream()
            .filter(candidate -> candidate.id().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    HttpFailure.of(
                        404,
                        "No such capability; GET /asap/capability/list names those there are"));
    JsonObject capability = summary(skill);
    putIfPresent(capability, "input_schema", skill.inputSchema());
    putIfPresent(capability, "output_schema", skill.outputSchema());
    return capability;
  }

  private static void putIfPresent(JsonObject target, String key, @Nullable JsonObject value) {
    if (value != null) {
      target.put(key, value);
    }
  }

  private static JsonObject summary(Skill skill) {
    return new JsonObject().put("name", skill.id()).put("description", skill.description());
  }
}
