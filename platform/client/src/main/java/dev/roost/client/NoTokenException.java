package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** There is no token to show to the peer. */
public final class NoTokenException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /** With why the provider had none. */
  public NoTokenException(String baseUrl, Throwable cause) {
    super(
        RpcError.of(
            ErrorCode.REMOTE_ERROR,
            "There is no token for " + baseUrl,
            new JsonObject().put("url", baseUrl)),
        Fate.ANSWERED,
        cause);
  }
}
