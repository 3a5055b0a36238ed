package dev.roost.platform.webhook;

import java.time.Instant;
import java.util.Map;

/** Says which headers make a delivery believable. */
@FunctionalInterface
public interface AttemptSigner {
  /**
   * The headers of one attempt.
   *
   * @param id of the delivery
   * @param attemptAt when it is sent
   * @param body what is sent
   */
  Map<String, String> headers(String id, Instant attemptAt, byte[] body);
}
