package dev.roost.platform.state.transfer;

import dev.roost.spi.StateKind;

/** Is told how far a transfer is. */
@FunctionalInterface
public interface Progress {
  /**
   * A page is done.
   *
   * @param rows how many of the kind are, in this run
   */
  void at(StateKind kind, long rows);
}
