package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** The thread that waited for an answer was interrupted. */
public final class CallInterruptedException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /** With what interrupted it. */
  public CallInterruptedException(InterruptedException cause) {
    super(
        RpcError.of(
            ErrorCode.REMOTE_ERROR, "Interrupted while waiting for an answer", new JsonObject()),
        Fate.UNKNOWN,
        cause);
  }
}
