package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** A manifest is not signed by a key that is trusted to sign it. */
public final class UntrustedManifestException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is wrong with it
   */
  public UntrustedManifestException(String baseUrl, String reason) {
    super(
        RpcError.of(
            ErrorCode.SIGNATURE_VERIFICATION,
            "The manifest of " + baseUrl + " is not trusted: " + reason,
            new JsonObject().put("url", baseUrl)),
        Fate.ANSWERED,
        null);
  }
}
