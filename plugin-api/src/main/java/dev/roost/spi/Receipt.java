package dev.roost.spi;

import dev.roost.protocol.Envelope;

/**
 * Hears how far a message has come before it is answered. Called on the context that brought it;
 * each at most once, in this order.
 */
public interface Receipt {
  /** Hears nothing. */
  Receipt NONE = new Receipt() {};

  /**
   * The message holds a valid envelope; who sent it is not known yet.
   *
   * @param id the request's JSON-RPC id
   */
  default void parsed(Object id, Envelope envelope) {}

  /** Its sender is known, and all checks have passed: it will be done. */
  default void accepted(Object id, Envelope envelope) {}
}
