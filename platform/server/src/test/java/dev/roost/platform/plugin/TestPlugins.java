package dev.roost.platform.plugin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plugins for tests. Compiled once per source and test run. */
public final class TestPlugins {
  private static final Map<String, PluginJar> COMPILED = new ConcurrentHashMap<>();

  private static final String AGENT =
      """
      package sample;

      import dev.roost.agent.*;
      import dev.roost.protocol.*;
      import io.vertx.core.*;
      import io.vertx.core.json.*;

      public final class SampleAgent extends AgentVerticle {
        %s
        @Override protected AgentSpec agent() {
          return AgentSpec.builder("%s").version("1.0.0")
              .skill(Skill.of("run", "Runs"), this::run)%s.build();
        }
        private Future<JsonObject> run(TaskContext task) throws Exception {
          %s
        }
      }
      """;

  private TestPlugins() {}

  /** A plugin whose agent answers {@code {"version": <version>, "echo": <input>}}. */
  public static PluginJar echo(String id, String version, String urn) {
    return agent(
        id,
        version,
        urn,
        "",
        "",
        "return Future.succeededFuture(new JsonObject().put(\"version\", \""
            + version
            + "\").put(\"echo\", task.input()));");
  }

  /** A plugin whose agent runs {@code body} for the skill {@code run}. */
  public static PluginJar agent(String id, String urn, String body) {
    return agent(id, "1.0.0", urn, "", "", body);
  }

  /** A plugin with further members of the class and further calls on the spec's builder. */
  public static PluginJar agent(
      String id, String version, String urn, String members, String spec, String body) {
    String source = AGENT.formatted(members, urn, spec, body);
    return copy(COMPILED.computeIfAbsent(source, TestPlugins::compile))
        .descriptor(id, version, "sample.SampleAgent", urn);
  }

  private static PluginJar compile(String source) {
    return PluginJar.empty().source("sample.SampleAgent", source);
  }

  private static PluginJar copy(PluginJar original) {
    return original.copy();
  }
}
