package dev.roost.platform.gateway;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;

/** The reference's words for errors; few, so that they can be a label of a meter. */
final class ErrorKinds {
  static final String RATE_LIMITED = "rate_limited";

  private ErrorKinds() {}

  static String of(RpcError error) {
    return error.taxonomy().map(ErrorKinds::of).orElseGet(() -> ofJsonRpc(error));
  }

  private static String of(ErrorCode code) {
    String uri = code.uri();
    return uri.substring(uri.lastIndexOf('/') + 1).replace('-', '_');
  }

  private static String ofJsonRpc(RpcError error) {
    return switch (error.code()) {
      case RpcError.PARSE_ERROR -> "parse_error";
      case RpcError.INVALID_REQUEST -> hasStatus(error) ? "auth_failed" : "invalid_request";
      case RpcError.METHOD_NOT_FOUND -> "method_not_found";
      case RpcError.INVALID_PARAMS -> hasStatus(error) ? "sender_mismatch" : invalidParams(error);
      case RpcError.RATE_LIMITED -> RATE_LIMITED;
      default -> "internal_error";
    };
  }

  private static String invalidParams(RpcError error) {
    String reason = error.data() == null ? "" : String.valueOf(error.data().getValue("error"));
    return switch (reason) {
      case "Missing 'envelope' in params" -> "missing_envelope";
      case "'envelope' must be a JSON object", "Invalid envelope structure" -> "invalid_envelope";
      default -> "invalid_params";
    };
  }

  private static boolean hasStatus(RpcError error) {
    return error.data() != null && error.data().containsKey("status_code");
  }
}
