package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The error object of a JSON-RPC 2.0 answer.
 *
 * @param code a code of JSON-RPC or of {@link ErrorCode}
 * @param message for people
 * @param data for programs
 */
public record RpcError(int code, String message, @Nullable JsonObject data) {
  /** The text is not JSON. */
  public static final int PARSE_ERROR = -32700;

  /** The JSON is not a request. */
  public static final int INVALID_REQUEST = -32600;

  /** No such method. */
  public static final int METHOD_NOT_FOUND = -32601;

  /** The envelope is not valid. */
  public static final int INVALID_PARAMS = -32602;

  /** Our fault. */
  public static final int INTERNAL_ERROR = -32603;

  /** Too many requests; the protocol takes the code from HTTP. */
  public static final int RATE_LIMITED = 429;

  /** Refuses missing parts. */
  public RpcError {
    requireNonNull(message, "message");
  }

  /** The text is not JSON, for the given reason. */
  public static RpcError parseError(String reason) {
    return new RpcError(PARSE_ERROR, "Parse error", new JsonObject().put("error", reason));
  }

  /** The JSON is not a request, for the given reason. */
  public static RpcError invalidRequest(JsonObject data) {
    return new RpcError(INVALID_REQUEST, "Invalid request", data);
  }

  /** No such method. */
  public static RpcError methodNotFound(String method) {
    return new RpcError(
        METHOD_NOT_FOUND, "Method not found", new JsonObject().put("method", method));
  }

  /** The parameters are not valid, for the given reason. */
  public static RpcError invalidParams(String reason) {
    return new RpcError(INVALID_PARAMS, "Invalid params", new JsonObject().put("error", reason));
  }

  /** The parameters are not valid, with every fault found. */
  public static RpcError invalidParams(String reason, JsonArray validationErrors) {
    return new RpcError(
        INVALID_PARAMS,
        "Invalid params",
        new JsonObject().put("error", reason).put("validation_errors", validationErrors));
  }

  /**
   * Too many requests.
   *
   * @param retryAfterSeconds when to try again, at least 1
   * @param limit the limit that was hit, for people
   */
  public static RpcError rateLimited(long retryAfterSeconds, String limit) {
    return new RpcError(
        RATE_LIMITED,
        "Rate limit exceeded",
        new JsonObject().put("retry_after", retryAfterSeconds).put("limit", limit));
  }

  /** Our fault; what happened stands in the log, not in the answer. */
  public static RpcError internalError() {
    return new RpcError(
        INTERNAL_ERROR, "Internal error", new JsonObject().put("error", "Internal server error"));
  }

  /**
   * An error of the taxonomy.
   *
   * @param code the row
   * @param message for people
   * @param details for programs, with the keys that the row names
   */
  public static RpcError of(ErrorCode code, String message, JsonObject details) {
    JsonObject data =
        new JsonObject()
            .put("code", code.uri())
            .put("rpc_code", code.rpcCode())
            .put("message", message)
            .put("details", details);
    if (code.retryAfterMs() > 0) {
      data.put("retry_after_ms", code.retryAfterMs());
    }
    code.fallbackAction().ifPresent(action -> data.put("fallback_action", action));
    data.put("recoverable", code.recoverable()).put("asap_taxonomy_code", code.uri());
    return new RpcError(code.rpcCode(), message, data);
  }

  /** The same error with {@code data.error}, the short reason that servers add. */
  public RpcError withReason(String reason) {
    JsonObject extended = data == null ? new JsonObject() : data.copy();
    return new RpcError(code, message, extended.put("error", reason));
  }

  /** The row of the taxonomy, if the error has one. */
  public Optional<ErrorCode> taxonomy() {
    return ErrorCode.ofRpcCode(code);
  }

  /** The error as it stands on the wire. */
  public JsonObject toJson() {
    return new JsonObject().put("code", code).put("message", message).put("data", data);
  }

  /**
   * Reads {@link #toJson()}.
   *
   * @throws ClassCastException if a part has another type
   */
  public static RpcError fromJson(JsonObject json) {
    return new RpcError(
        json.getInteger("code", INTERNAL_ERROR),
        json.getString("message", "Internal error"),
        json.getJsonObject("data"));
  }
}
