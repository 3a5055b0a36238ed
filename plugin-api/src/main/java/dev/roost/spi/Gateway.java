package dev.roost.spi;

import dev.roost.protocol.RpcError;
import io.vertx.core.Future;
import java.util.Optional;

/** The one road that every message takes, whichever transport brought it. */
public interface Gateway {
  /**
   * Asks, before a message's body is read, whether the caller may send one more.
   *
   * @param caller who asks
   * @return nothing, or the error (code 429, with {@code data.retry_after} in seconds) to answer
   *     instead
   */
  Optional<RpcError> admit(Caller caller);

  /**
   * Takes a message and answers it. Call it on the event loop that owns the connection; the answer
   * arrives there.
   *
   * @param frame the bytes
   * @param caller who sent them
   * @return the answer; it never fails: every failure is a {@link Reply.Error}
   */
  Future<Reply> receive(Frame frame, Caller caller);
}
