package dev.roost.spi;

import io.vertx.core.Future;

/** The one road that every message takes, whichever transport brought it. */
public interface Gateway {
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
