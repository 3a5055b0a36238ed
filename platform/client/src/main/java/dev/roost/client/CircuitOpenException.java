package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Nothing is sent for a while to a peer that has failed again and again. */
public final class CircuitOpenException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /**
   * @param failures how often it has failed in a row
   * @param rest how long nothing will be sent
   */
  public CircuitOpenException(String baseUrl, int failures, Duration rest) {
    super(error(baseUrl, failures, rest), Fate.NOT_TAKEN, null);
  }

  private static RpcError error(String baseUrl, int failures, Duration rest) {
    RpcError error =
        RpcError.of(
            ErrorCode.CIRCUIT_OPEN,
            "Nothing is sent to " + baseUrl + " for a while: it has failed again and again",
            new JsonObject().put("base_url", baseUrl).put("consecutive_failures", failures));
    error.data().put("retry_after_ms", rest.toMillis());
    return error;
  }
}
