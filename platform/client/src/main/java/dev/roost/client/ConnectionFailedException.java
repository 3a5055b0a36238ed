package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** There is no connection to the peer, or it ended before an answer. */
public final class ConnectionFailedException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /**
   * @param fate {@link Fate#NOT_TAKEN} if nothing was sent, else {@link Fate#UNKNOWN}
   */
  public ConnectionFailedException(String baseUrl, Fate fate, Throwable cause) {
    super(
        RpcError.of(
            ErrorCode.CONNECTION_ERROR,
            fate == Fate.NOT_TAKEN
                ? "No connection to " + baseUrl
                : "The connection to " + baseUrl + " ended before an answer",
            new JsonObject().put("url", baseUrl).put("cause", cause.getClass().getSimpleName())),
        fate,
        cause);
  }
}
