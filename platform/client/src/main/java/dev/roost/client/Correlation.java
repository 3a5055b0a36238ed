package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.PayloadType;

/**
 * Binds answers to requests: the {@code correlation_id} of an answer is the id of the request. Only
 * types that the protocol lets go without one may have none.
 *
 * @param baseUrl who answers
 * @param requestId what was asked
 */
record Correlation(String baseUrl, String requestId) {
  /**
   * The same answer.
   *
   * @throws InvalidAnswerException if it answers something else
   */
  Envelope checked(Envelope answer) {
    boolean mayLackOne = !PayloadType.of(answer.payloadType()).needsCorrelation();
    if (answer.correlationId() == null ? !mayLackOne : !answer.correlationId().equals(requestId)) {
      throw new InvalidAnswerException(
          baseUrl, "its correlation_id is not the id of the request " + requestId);
    }
    return answer;
  }
}
