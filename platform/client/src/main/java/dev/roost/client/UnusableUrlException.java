package dev.roost.client;

import dev.roost.outbound.OutboundException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** The peer's URL may not be used, or has no address; which of the two is not told. */
public final class UnusableUrlException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /** As the guarded way out says. */
  public UnusableUrlException(String baseUrl, OutboundException refused) {
    super(
        RpcError.of(
            ErrorCode.CONNECTION_ERROR,
            "The URL " + baseUrl + " cannot be used",
            new JsonObject().put("url", baseUrl).put("cause", "unusable")),
        refused.retryable() ? Fate.NOT_TAKEN : Fate.ANSWERED,
        null);
  }
}
