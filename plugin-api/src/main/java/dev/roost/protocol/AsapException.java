package dev.roost.protocol;

import io.vertx.core.json.JsonObject;

/**
 * A failure that a caller is to see, carrying the error as it will stand on the wire. It has no
 * stack trace: it tells about the request, not about the program.
 */
public final class AsapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RpcError error;

  /** A failure that answers {@code error}. */
  public AsapException(RpcError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** A failure of the taxonomy. */
  public static AsapException of(ErrorCode code, String message, JsonObject details) {
    return new AsapException(RpcError.of(code, message, details));
  }

  /** A failure of the taxonomy without details. */
  public static AsapException of(ErrorCode code, String message) {
    return of(code, message, new JsonObject());
  }

  /** As many tasks are running as may run at once. */
  public static AsapException overload(int bound) {
    return of(
        ErrorCode.THREAD_POOL_EXHAUSTED,
        "Thread pool exhausted: %d/%d threads in use. Service temporarily unavailable."
            .formatted(bound, bound),
        new JsonObject().put("max_threads", bound).put("active_threads", bound));
  }

  /** The error on the wire. */
  public RpcError error() {
    return error;
  }
}
