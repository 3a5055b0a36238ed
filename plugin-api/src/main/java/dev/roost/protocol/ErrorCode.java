package dev.roost.protocol;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The error taxonomy, one row each: JSON-RPC code, URI, whether trying again can help, and how. */
public enum ErrorCode {
  /** A task cannot go from its state to the asked one. Details: from_state, to_state. */
  INVALID_STATE(-32000, "asap:protocol/invalid_state", false, 0, null),
  /** An envelope that cannot be understood. */
  MALFORMED_ENVELOPE(-32001, "asap:protocol/malformed_envelope", false, 0, null),
  /**
   * Sent too long ago, or in the future. Details: timestamp, age_seconds or future_offset_seconds.
   */
  INVALID_TIMESTAMP(
      -32002, "asap:protocol/invalid_timestamp", true, 5000, "resend_with_fresh_timestamp"),
  /** A nonce seen before, or none where one is due. Details: nonce, envelope_id. */
  INVALID_NONCE(-32003, "asap:protocol/invalid_nonce", false, 0, null),
  /** No such task, or not the caller's. Details: task_id. */
  TASK_NOT_FOUND(-32010, "asap:task/not_found", false, 0, null),
  /** Calls to a failing peer are held back. Details: base_url, consecutive_failures. */
  CIRCUIT_OPEN(-32011, "asap:transport/circuit_open", true, 5000, "retry_later_or_failover"),
  /** Nobody handles this. Details: payload_type, or skill_id and known skills. */
  HANDLER_NOT_FOUND(-32012, "asap:transport/handler_not_found", false, 0, null),
  /** An authentication scheme we do not know. Details: scheme, supported_schemes. */
  UNSUPPORTED_AUTH_SCHEME(-32020, "asap:auth/unsupported_scheme", false, 0, null),
  /** The task has ended. Details: task_id, current_status. */
  TASK_ALREADY_COMPLETED(-32030, "asap:task/already_completed", false, 0, null),
  /** The agent has as many tasks as it may have. Details: max_threads, active_threads. */
  THREAD_POOL_EXHAUSTED(-32031, "asap:transport/thread_pool_exhausted", true, 1000, "retry_later"),
  /** A peer cannot be reached. Details: url, cause. */
  CONNECTION_ERROR(
      -32032, "asap:transport/connection_error", true, 0, "retry_or_check_connectivity"),
  /** No answer in time. Details: timeout_seconds. */
  TIMEOUT(-32033, "asap:transport/timeout", true, 0, "retry_with_backoff"),
  /** A peer answered with an error we do not know. */
  REMOTE_ERROR(-32034, "asap:rpc/remote_error", false, 0, null),
  /** A resource is used up. */
  RESOURCE_EXHAUSTED(-32040, "asap:resource/exhausted", false, 0, null),
  /** A callback address that may not be called. Details: url, reason. */
  WEBHOOK_URL_REJECTED(-32050, "asap:transport/webhook_url_rejected", false, 0, null),
  /** The agent was revoked. Details: urn. */
  AGENT_REVOKED(-32051, "asap:agent/revoked", false, 0, null),
  /** A signature that does not verify. */
  SIGNATURE_VERIFICATION(-32052, "asap:error/signature-verification", false, 0, null);

  private final int rpcCode;
  private final String uri;
  private final boolean recoverable;
  private final int retryAfterMs;
  private final @Nullable String fallbackAction;

  ErrorCode(
      int rpcCode,
      String uri,
      boolean recoverable,
      int retryAfterMs,
      @Nullable String fallbackAction) {
    this.rpcCode = rpcCode;
    this.uri = uri;
    this.recoverable = recoverable;
    this.retryAfterMs = retryAfterMs;
    this.fallbackAction = fallbackAction;
  }

  /** The JSON-RPC code. */
  public int rpcCode() {
    return rpcCode;
  }

  /** The taxonomy's name for it. */
  public String uri() {
    return uri;
  }

  /** Whether the same request can succeed later. */
  public boolean recoverable() {
    return recoverable;
  }

  /** After how long, in milliseconds; 0 when nothing is advised. */
  public int retryAfterMs() {
    return retryAfterMs;
  }

  /** What the caller can do instead. */
  public Optional<String> fallbackAction() {
    return Optional.ofNullable(fallbackAction);
  }

  /** The row of a JSON-RPC code. */
  public static Optional<ErrorCode> ofRpcCode(int rpcCode) {
    return Arrays.stream(values()).filter(code -> code.rpcCode == rpcCode).findFirst();
  }
}
