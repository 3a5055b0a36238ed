package dev.roost.launcher.check;

import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.atLeast;
import static dev.roost.protocol.json.JsonTypes.numberBetween;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.Field;
import dev.roost.protocol.json.Shape;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's health page says. More keys are fine.
 *
 * @param status {@code healthy} or {@code unhealthy}
 * @param agentId the agent
 * @param version the agent's version
 * @param asapVersion the protocol's version
 * @param uptimeSeconds since when it runs
 * @param load what it is doing
 */
record Health(
    String status,
    String agentId,
    String version,
    String asapVersion,
    double uptimeSeconds,
    @Nullable Load load) {
  static final Codec<Health> CODEC = new Codec<>(shape());

  /** What an agent is doing. */
  record Load(long activeTasks, long queueDepth) {}

  private static Shape<Health> shape() {
    Shape.Builder<Health> shape = Shape.of("HealthStatus");
    Field<Health, String> status = shape.required("status", STRING, Health::status);
    Field<Health, String> agent = shape.required("agent_id", STRING, Health::agentId);
    Field<Health, String> version = shape.required("version", STRING, Health::version);
    Field<Health, String> asap =
        shape.defaulted("asap_version", STRING, Envelope.PROTOCOL_VERSION, Health::asapVersion);
    Field<Health, Double> uptime =
        shape.required(
            "uptime_seconds", numberBetween(0, Double.POSITIVE_INFINITY), Health::uptimeSeconds);
    Field<Health, Load> load = shape.optional("load", loadShape(), Health::load);
    shape.rest(health -> new JsonObject());
    return shape.build(
        v ->
            new Health(
                v.get(status),
                v.get(agent),
                v.get(version),
                v.get(asap),
                v.get(uptime),
                v.get(load)));
  }

  private static Shape<Load> loadShape() {
    Shape.Builder<Load> shape = Shape.of("HealthLoad");
    Field<Load, Long> tasks = shape.defaulted("active_tasks", atLeast(0), 0L, Load::activeTasks);
    Field<Load, Long> queue = shape.defaulted("queue_depth", atLeast(0), 0L, Load::queueDepth);
    shape.rest(load -> new JsonObject());
    return shape.build(v -> new Load(v.get(tasks), v.get(queue)));
  }
}
