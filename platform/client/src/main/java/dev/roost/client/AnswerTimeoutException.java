package dev.roost.client;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The peer has not answered in time. */
public final class AnswerTimeoutException extends AsapClientException {
  private static final long serialVersionUID = 1L;
  private static final double MILLIS = 1_000;

  /** After that time. */
  public AnswerTimeoutException(String baseUrl, Duration timeout) {
    super(
        RpcError.of(
            ErrorCode.TIMEOUT,
            baseUrl + " did not answer within " + seconds(timeout) + " seconds",
            new JsonObject().put("timeout_seconds", seconds(timeout))),
        Fate.UNKNOWN,
        null);
  }

  private static double seconds(Duration timeout) {
    return timeout.toMillis() / MILLIS;
  }
}
