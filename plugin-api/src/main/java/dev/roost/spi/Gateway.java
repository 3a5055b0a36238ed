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

  /**
   * Takes one message and answers it, for a transport on which a message may have several answers:
   * a task whose result comes in chunks is answered by {@link Reply.Stream}. These are the tasks of
   * agents that say so in their manifest, unless {@code config.streaming} is false, and those whose
   * {@code config.streaming} is true.
   *
   * @param frame the bytes; not a batch
   * @param caller who sent them
   * @param receipt hears how far the message has come
   * @return as {@link #receive(Frame, Caller)}, or {@link Reply.Stream}
   */
  Future<Reply> exchange(Frame frame, Caller caller, Receipt receipt);

  /**
   * Says who the caller is.
   *
   * @param caller who asks
   * @param scope what it wants to do
   * @return fails with {@link dev.roost.protocol.AsapException} -32600 and {@code data.status_code}
   *     401 if it is not known, 403 if it may not, 503 if that cannot be said at the moment
   */
  Future<Principal> identify(Caller caller, Scope scope);

  /**
   * Takes one task request and answers it in chunks, while it runs.
   *
   * @param frame the bytes
   * @param caller who sent them
   * @return {@link Reply.Stream}, or {@link Reply.Error} if the task did not begin; it never fails
   */
  Future<Reply> stream(Frame frame, Caller caller);

  /**
   * Looks at a task.
   *
   * @param id the task's id, or the id of the envelope by which this caller began it
   * @param caller who asks
   * @return fails with {@link dev.roost.protocol.AsapException}: -32010 if there is no such task or
   *     it is not the caller's, -32600 if the caller is not known
   */
  Future<TaskRecord> task(String id, Caller caller);

  /**
   * Follows a task: its log from the beginning or from somewhere, then what happens until it ends.
   *
   * @param id as in {@link #task(String, Caller)}
   * @param after only events with a greater sequence; 0 for all
   * @param caller who asks
   * @return fails as {@link #task(String, Caller)}
   */
  Future<EnvelopeStream> follow(String id, long after, Caller caller);
}
