package dev.roost.platform.ops;

import dev.roost.platform.discovery.AgentCalls;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Calls that an operator makes by hand, past authentication: the management port is theirs alone.
 */
final class OperatorCalls {
  private static final String DEFAULT_SENDER = "urn:asap:agent:operator";
  private static final String OWNER = "operator";

  private final AgentCalls agents;

  OperatorCalls(AgentCalls agents) {
    this.agents = agents;
  }

  /**
   * Runs {@code {agent, skill, input, sender?, timeout_seconds?}}.
   *
   * @return {@code {envelope}} or {@code {error}}
   * @throws IllegalArgumentException if the request is not of that form, saying why
   */
  Future<JsonObject> call(JsonObject request) {
    AgentUrn agent = urn(request, "agent", null);
    AgentUrn sender = urn(request, "sender", DEFAULT_SENDER);
    TaskRequest task =
        new TaskRequest(
            Ids.secret("conv_"),
            null,
            text(request, "skill", null),
            input(request),
            config(request));
    return agents
        .call(agent, Envelope.of(sender, agent, task), OWNER)
        .transform(
            (answer, failure) ->
                Future.succeededFuture(failure == null ? envelope(answer) : error(failure)));
  }

  private static JsonObject envelope(Envelope answer) {
    return new JsonObject().put("envelope", Codec.ENVELOPE.write(answer).toJsonObject());
  }

  private static JsonObject error(Throwable failure) {
    RpcError error =
        failure instanceof AsapException expected ? expected.error() : RpcError.internalError();
    return new JsonObject().put("error", error.toJson());
  }

  private static AgentUrn urn(JsonObject request, String key, @Nullable String fallback) {
    String text = text(request, key, fallback);
    if (AgentUrn.isValid(text)) {
      return AgentUrn.of(text);
    }
    throw new IllegalArgumentException(
        "/"
            + key
            + " must be an agent URN (urn:asap:agent:<name>[:<name>], lower case, digits, hyphens)");
  }

  private static String text(JsonObject request, String key, @Nullable String fallback) {
    if (request.getValue(key, fallback) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("/" + key + " must be a string");
  }

  private static JsonObject input(JsonObject request) {
    if (request.getValue("input", new JsonObject()) instanceof JsonObject input) {
      return input;
    }
    throw new IllegalArgumentException("/input must be an object");
  }

  private static @Nullable TaskConfig config(JsonObject request) {
    Object seconds = request.getValue("timeout_seconds");
    if (seconds == null) {
      return null;
    }
    if (seconds instanceof Number number && number.longValue() >= 1) {
      return new TaskConfig(number.longValue(), null, null, null, null, null, null);
    }
    throw new IllegalArgumentException("/timeout_seconds must be a number, at least 1");
  }
}
