package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.CallerRefusedException;
import dev.roost.platform.auth.oauth2.ProviderUnavailableException;
import dev.roost.platform.auth.oauth2.TokenRefusedException;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Scope;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** The errors of callers who may not come in, in the reference's words. */
public final class AuthErrors {
  /** The key under which an error says with which HTTP status it is told outside JSON-RPC. */
  public static final String STATUS = "status_code";

  /** The key of a text for the caller's people. */
  public static final String DESCRIPTION = "error_description";

  /** The key of the scope that would be enough. */
  public static final String SCOPE = "scope";

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;

  private static final Set<Integer> STATUSES = Set.of(UNAUTHORIZED, FORBIDDEN, UNAVAILABLE);

  private AuthErrors() {}

  /** Nobody showed anything. */
  static RpcError missing() {
    return error("Authentication required", UNAUTHORIZED, new JsonObject());
  }

  /** What was shown is not known. */
  static RpcError invalid() {
    return error("Invalid authentication token", UNAUTHORIZED, new JsonObject());
  }

  private static RpcError invalid(String description) {
    return error(
        "Invalid authentication token",
        UNAUTHORIZED,
        new JsonObject().put(DESCRIPTION, description));
  }

  /** What was shown is not good enough. */
  static RpcError insufficient(Scope scope) {
    return error("Insufficient scope", FORBIDDEN, new JsonObject().put(SCOPE, scope.spelling()));
  }

  /** The caller is known, and may not. */
  public static RpcError forbidden(String reason) {
    return error(reason, FORBIDDEN, new JsonObject());
  }

  /** Says whether an error is one of a caller who may not come in; it then has a status. */
  public static boolean isToldByStatus(RpcError error) {
    return error.code() == RpcError.INVALID_REQUEST
        && error.data() != null
        && error.data().getValue(STATUS) instanceof Integer status
        && STATUSES.contains(status);
  }

  /** It cannot be said at the moment. */
  static RpcError unavailable() {
    return error("Authentication service unavailable", UNAVAILABLE, new JsonObject());
  }

  /** The error that tells of a failure. */
  static RpcError of(Throwable failure) {
    if (failure instanceof AsapException expected) {
      return expected.error();
    } else if (failure instanceof TokenRefusedException refused) {
      return invalid(refused.problem().description());
    } else if (failure instanceof CallerRefusedException refused) {
      return forbidden(refused.reason());
    } else if (failure instanceof ProviderUnavailableException) {
      return unavailable();
    }
    return RpcError.internalError();
  }

  private static RpcError error(String reason, int status, JsonObject more) {
    return RpcError.invalidRequest(
        new JsonObject().put("error", reason).put(STATUS, status).mergeIn(more));
  }
}
