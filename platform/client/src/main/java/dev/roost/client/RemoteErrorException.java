package dev.roost.client;

import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** The agent answered with an error. */
public final class RemoteErrorException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /** With that error. */
  public RemoteErrorException(RpcError error) {
    super(error, fate(error.data()), null);
  }

  /** The peer asks for the same again; one with a new timestamp would not be the same. */
  private static Fate fate(JsonObject data) {
    boolean again =
        data != null
            && Boolean.TRUE.equals(data.getValue("recoverable"))
            && data.getValue("retry_after_ms") instanceof Number
            && !"resend_with_fresh_timestamp".equals(data.getValue("fallback_action"));
    return again ? Fate.NOT_TAKEN : Fate.ANSWERED;
  }
}
