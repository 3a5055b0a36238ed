package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import java.util.List;

/**
 * Carries messages to one agent by one protocol. Each call is one attempt: trying again, circuit
 * breaker and the check of correlations stand before it. It is called on an event loop, its
 * outcomes come there, and every failure is an {@link AsapClientException}.
 */
public interface Transport {
  /** Sends a message; the answer is the agent's, or its error as {@link RemoteErrorException}. */
  Future<Envelope> exchange(OutgoingMessage message);

  /** Sends several messages at once; one outcome for each, in their order. */
  Future<List<Outcome>> exchangeAll(List<OutgoingMessage> messages);

  /**
   * Sends a message whose answer comes in chunks.
   *
   * @return paused; ends after the last chunk, and fails if it breaks off before
   */
  Future<EnvelopeStream> stream(OutgoingMessage message);

  /**
   * Follows a task over one connection.
   *
   * @param after only events with a greater sequence
   * @return paused; its envelopes have {@code extensions.sequence}; it ends or fails with its
   *     connection, whether or not the task has ended
   */
  Future<EnvelopeStream> follow(String taskId, long after);

  /** Looks at a task. */
  Future<TaskView> task(String taskId);

  /** Connects now, and stays connected, if it is a transport that does. */
  default Future<Void> connect() {
    return Future.succeededFuture();
  }

  /** Gives up its connections, if it has any of its own. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
