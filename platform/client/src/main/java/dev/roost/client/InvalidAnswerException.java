package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** What the peer sent is no answer, or not the answer to what was asked. */
public final class InvalidAnswerException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is wrong with it
   */
  public InvalidAnswerException(String baseUrl, String reason) {
    super(
        RpcError.of(
            ErrorCode.MALFORMED_ENVELOPE,
            "The answer of " + baseUrl + " cannot be used: " + reason,
            new JsonObject().put("url", baseUrl)),
        Fate.ANSWERED,
        null);
  }
}
