package dev.roost.platform.gateway;

import dev.roost.platform.auth.AuthErrors;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** Errors of the road, in the reference's words. */
final class GatewayErrors {
  private static final int FORBIDDEN = 403;

  private GatewayErrors() {}

  static RpcError senderMismatch() {
    return new RpcError(
        RpcError.INVALID_PARAMS,
        "Invalid params",
        new JsonObject()
            .put("error", "Sender does not match authenticated identity")
            .put("status_code", FORBIDDEN));
  }

  /** The reference speaks of the manifest of its only agent; here it is that of the one asked. */
  static RpcError identityMismatch(AgentUrn agent) {
    return AuthErrors.forbidden(
        "Identity mismatch: custom claim does not match agent manifest (expected: "
            + agent.value()
            + ")");
  }

  /** Adds {@code data.error}, the short reason, to an error of the taxonomy that has none. */
  static RpcError withReason(RpcError error) {
    JsonObject data = error.data();
    if (data == null || data.containsKey("error") || !data.containsKey("asap_taxonomy_code")) {
      return error;
    }
    if (error.code() == ErrorCode.INVALID_TIMESTAMP.rpcCode()) {
      return error.withReason("Invalid envelope timestamp");
    }
    if (error.code() == ErrorCode.INVALID_NONCE.rpcCode()) {
      return error.withReason("Invalid envelope nonce");
    }
    return error.withReason(error.message());
  }
}
