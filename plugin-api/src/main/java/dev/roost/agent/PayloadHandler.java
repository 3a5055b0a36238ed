package dev.roost.agent;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import io.vertx.core.Future;

/**
 * Answers one type of payload other than a task request.
 *
 * @param <P> the payload
 */
@FunctionalInterface
public interface PayloadHandler<P extends Payload> {
  /**
   * Answers one message. Called on the verticle's own context, like a {@link SkillHandler}.
   *
   * @param payload what was sent
   * @param envelope the message as it came
   * @return the payload of the answer; fail it with {@link dev.roost.protocol.AsapException} to
   *     choose the error that the caller sees
   * @throws Exception treated like a failed future
   */
  Future<? extends Payload> handle(P payload, Envelope envelope) throws Exception;
}
