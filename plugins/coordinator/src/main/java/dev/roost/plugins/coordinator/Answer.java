package dev.roost.plugins.coordinator;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** What has become of one of the tasks that were passed on. */
sealed interface Answer {
  /** The agent has done it. */
  record Done(JsonObject result) implements Answer {}

  /** It has not. */
  record Failed(RpcError error) implements Answer {}

  static Failed failed(Throwable failure) {
    return new Failed(
        failure instanceof AsapException known ? known.error() : RpcError.internalError());
  }

  static Failed tooLate(AgentUrn agent) {
    return new Failed(
        RpcError.of(
            ErrorCode.TIMEOUT,
            agent + " has not answered in the time that there was",
            new JsonObject()));
  }

  /** For the joined result. */
  default JsonObject toJson(AgentUrn agent) {
    JsonObject json = new JsonObject().put("agent", agent.value());
    if (this instanceof Done done) {
      return json.put("result", done.result());
    }
    RpcError error = ((Failed) this).error();
    return json.put(
        "error", new JsonObject().put("code", error.code()).put("message", error.message()));
  }
}
