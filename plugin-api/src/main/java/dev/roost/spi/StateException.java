package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A database did not do what it was asked for. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** When a write may work again, in milliseconds, where nobody knows better. */
  private static final int RETRY_MILLIS = 1_000;

  private static final JsonObject DETAILS = new JsonObject().put("url", "").put("cause", "state");

  /** Why. */
  public enum Reason {
    /**
     * The database takes no writes: its disk is full or fails. It looks by itself whether it can
     * again.
     */
    READ_ONLY(true),
    /** More waits to be written, or is kept, than may. */
    OVERLOADED(true),
    /** The database is not there. */
    UNREACHABLE(true),
    /** The backend was closed. */
    CLOSED(true),
    /** Somebody else has saved a state meanwhile. */
    VERSION_CONFLICT(false),
    /** Somebody else works on it meanwhile. */
    LEASE_LOST(false);

    private final boolean recoverable;

    Reason(boolean recoverable) {
      this.recoverable = recoverable;
    }
  }

  private final Reason reason;

  private StateException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.reason = requireNonNull(reason, "reason");
  }

  /**
   * The database takes no writes.
   *
   * @param why for people, such as {@code disk is full}
   */
  public static StateException readOnly(String why, @Nullable Throwable cause) {
    return new StateException(Reason.READ_ONLY, "The state cannot be written: " + why, cause);
  }

  /**
   * As much waits or is kept as may.
   *
   * @param what of what, such as {@code writes}
   * @param max how many may
   */
  public static StateException overloaded(String what, long max) {
    return new StateException(
        Reason.OVERLOADED, "The state takes no more " + what + ": there are " + max, null);
  }

  /** The database is not there. */
  public static StateException unreachable(String why, @Nullable Throwable cause) {
    return new StateException(Reason.UNREACHABLE, "The state is not reachable: " + why, cause);
  }

  /** The backend was closed. */
  public static StateException closed() {
    return new StateException(Reason.CLOSED, "The state is closed", null);
  }

  /**
   * Somebody else has saved a state meanwhile.
   *
   * @param expected the version that was thought to be the newest
   * @param actual the version that is
   */
  public static StateException versionConflict(String taskId, long expected, long actual) {
    return new StateException(
        Reason.VERSION_CONFLICT,
        "The state of task " + taskId + " is at version " + actual + ", not " + expected,
        null);
  }

  /**
   * Somebody else works on it meanwhile.
   *
   * @param id of the task or the delivery
   * @param fence the number that is no longer the newest
   */
  public static StateException leaseLost(String id, long fence) {
    return new StateException(
        Reason.LEASE_LOST, "Lease " + fence + " of " + id + " is not the newest", null);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** Whether the same call can succeed later: then a caller is told to try again (HTTP 503). */
  public boolean recoverable() {
    return reason.recoverable;
  }

  /** After how many milliseconds to try again. */
  public int retryAfterMillis() {
    return RETRY_MILLIS;
  }

  /** Whether an error tells a caller that state cannot be kept now: that of {@link #error()}. */
  public static boolean isToldBy(RpcError error) {
    return error.code() == ErrorCode.CONNECTION_ERROR.rpcCode()
        && error.data() != null
        && DETAILS.equals(error.data().getValue("details"));
  }

  /** The error for a caller; what happened inside stands in the log, not in it. */
  public RpcError error() {
    if (!recoverable()) {
      return RpcError.of(ErrorCode.INVALID_STATE, getMessage(), new JsonObject());
    }
    RpcError error =
        RpcError.of(
            ErrorCode.CONNECTION_ERROR, "The platform cannot keep state now", DETAILS.copy());
    requireNonNull(error.data(), "data").put("retry_after_ms", retryAfterMillis());
    return error;
  }
}
